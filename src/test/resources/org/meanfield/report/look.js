// Findings about how a page looks, one a line in an element "findings": texts that overlap or are cut off, and contrasts below 4.5.
'use strict';
const findings = [];
const quad = text => {
  const box = text.getBBox(), m = text.getScreenCTM();
  const inset = 1.5; // a line's box is higher than its letters
  return [[box.x, box.y + inset], [box.x + box.width, box.y + inset], [box.x + box.width, box.y + box.height - inset], [box.x, box.y + box.height - inset]]
    .map(([x, y]) => { const p = new DOMPoint(x, y).matrixTransform(m); return [p.x, p.y]; });
};
// Separating axes of two convex quadrilaterals.
const overlap = (a, b) => {
  for (const q of [a, b]) {
    for (let i = 0; i < 4; i++) {
      const [x1, y1] = q[i], [x2, y2] = q[(i + 1) % 4];
      const project = p => p.map(([x, y]) => x * (y2 - y1) - y * (x2 - x1));
      const [u, v] = [project(a), project(b)];
      if (Math.max(...u) <= Math.min(...v) + 0.01 || Math.max(...v) <= Math.min(...u) + 0.01) return false;
    }
  }
  return true;
};
const rgb = text => (text.match(/[\d.]+/g) || []).map(Number);
const over = (front, back, alpha) => front.slice(0, 3).map((c, i) => alpha * c + (1 - alpha) * back[i]);
const luminance = c => c.slice(0, 3).map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
const background = element => {
  for (let e = element; e; e = e.parentElement) {
    const colour = rgb(getComputedStyle(e).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour;
  }
  return [255, 255, 255];
};
const paper = background(document.body);
const say = text => findings.push(text);

if (document.documentElement.scrollWidth > innerWidth) say('the page is ' + document.documentElement.scrollWidth + ' pixels wide');
for (const svg of document.querySelectorAll('svg')) {
  const name = svg.getAttribute('aria-label');
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map(text => ({ text, q: quad(text), words: text.textContent }));
  const rects = [...svg.querySelectorAll('rect')].map(rect => ({ rect, box: rect.getBoundingClientRect() }));
  texts.forEach(({ text, q, words }, i) => {
    for (const [x, y] of q) {
      if (x < frame.left - 0.5 || x > frame.right + 0.5 || y < frame.top - 0.5 || y > frame.bottom + 0.5) {
        say(name + ': "' + words + '" is cut off');
        break;
      }
    }
    for (const other of texts.slice(i + 1)) if (overlap(q, other.q)) say(name + ': "' + words + '" overlaps "' + other.words + '"');
    const x = (q[0][0] + q[2][0]) / 2, y = (q[0][1] + q[2][1]) / 2;
    let back = paper;
    for (const { rect, box } of rects) {
      if (x > box.left && x < box.right && y > box.top && y < box.bottom) {
        const style = getComputedStyle(rect);
        back = over(rgb(style.fill), back, +style.fillOpacity);
      }
    }
    const ratio = contrast(rgb(getComputedStyle(text).fill), back);
    if (ratio < 4.5) say(name + ': "' + words + '" has a contrast of ' + ratio.toFixed(2));
  });
  const size = parseFloat(getComputedStyle(svg).fontSize) * frame.width / svg.viewBox.baseVal.width;
  if (size < 8) say(name + ': text of ' + size.toFixed(1) + ' pixels');
}
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let count = 0;
while (walker.nextNode()) {
  const parent = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || parent.closest('svg, script') || !parent.checkVisibility()) continue;
  count++;
  const ratio = contrast(rgb(getComputedStyle(parent).color), background(parent));
  if (ratio < 4.5) say('"' + walker.currentNode.textContent.trim() + '" has a contrast of ' + ratio.toFixed(2));
  const range = document.createRange();
  range.selectNodeContents(walker.currentNode);
  const box = range.getBoundingClientRect();
  if (!parent.closest('.scroll, pre') && box.right > innerWidth + 0.5) say('"' + walker.currentNode.textContent.trim() + '" is cut off');
}
const pre = document.createElement('pre');
pre.id = 'findings';
pre.textContent = [innerWidth + ' pixels, ' + document.querySelectorAll('svg text').length + ' texts in charts, ' + count + ' beside them', ...findings].join('\n');
document.body.append(pre);
