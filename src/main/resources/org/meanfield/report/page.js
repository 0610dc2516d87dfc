// Tables that sort and filter, and values under the pointer or by arrow keys in charts. The page is complete without it.
'use strict';
const value = cell => {
  if (!cell) return '';
  if ('sort' in cell.dataset) return parseFloat(cell.dataset.sort);
  const text = cell.textContent.trim();
  if (!cell.classList.contains('number')) return text.toLowerCase();
  const number = text.replace(/,/g, '').match(/[-+]?\d+(\.\d+)?(e[-+]?\d+)?/i);
  return number ? parseFloat(number[0]) : '';
};
const known = key => key !== '–' && key !== '';
const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b)));

for (const table of document.querySelectorAll('table.data')) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  if (body.rows.length < 2) continue;
  const tools = document.createElement('div');
  tools.className = 'tools';
  const sort = (column, descending) => {
    const rows = [...body.rows].map(row => ({ row, key: value(row.cells[column]) }));
    const there = rows.filter(one => known(one.key)).sort((a, b) => (descending ? -1 : 1) * compare(a.key, b.key));
    body.append(...there.concat(rows.filter(one => !known(one.key))).map(one => one.row)); // without a value: last
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
  };
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.textContent = head.textContent;
    button.title = 'sort';
    button.addEventListener('click', () => sort(column, head.getAttribute('aria-sort') === 'ascending'));
    head.replaceChildren(button);
  });
  if (body.rows.length > 7) {
    const input = document.createElement('input');
    input.type = 'search';
    input.placeholder = 'filter rows';
    input.setAttribute('aria-label', 'filter rows');
    input.addEventListener('input', () => {
      const words = input.value.toLowerCase().split(/\s+/);
      for (const row of body.rows) row.hidden = !words.every(word => row.textContent.toLowerCase().includes(word));
    });
    tools.append(input);
  }
  const choice = document.createElement('select'); // where the headings are not shown
  choice.setAttribute('aria-label', 'sort by');
  choice.append(new Option('sort by …', ''));
  heads.forEach((head, i) => choice.append(new Option(head.textContent, i)));
  choice.addEventListener('change', () => choice.value !== '' && sort(+choice.value, heads[choice.value].classList.contains('number')));
  tools.append(choice);
  table.parentElement.before(tools);
}

const tip = document.createElement('div');
tip.id = 'tip';
tip.hidden = true;
document.body.append(tip);
for (const title of document.querySelectorAll('svg title')) {
  title.parentElement.dataset.tip = title.textContent; // the browser's own tooltip would come late and twice
  title.parentElement.setAttribute('aria-label', title.textContent);
  title.remove();
}
const short = number => String(+number.toPrecision(4));
const readings = (svg, event) => {
  const plot = svg.querySelector('.plot');
  if (!plot) return '';
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const [x, y] = [plot.dataset.fromX, plot.dataset.fromY].map(text => {
    const [pixel, low, step] = text.split(' ').map(Number);
    return p => low + (p - pixel) * step;
  });
  let nearest;
  const lines = new Map();
  for (const line of svg.querySelectorAll('[data-name]')) {
    for (const point of line.points) {
      const far = Math.abs(point.x - at.x);
      const old = lines.get(line.dataset.name);
      if (!old || far < old.far) lines.set(line.dataset.name, { far, point });
      if (!nearest || far < nearest.far) nearest = { far, point };
    }
  }
  if (!nearest) return '';
  const values = [...lines].filter(([, one]) => one.far < nearest.far + 8).map(([name, one]) => name + ': ' + short(y(one.point.y)));
  return plot.dataset.x + ' ' + short(x(nearest.point.x)) + '\n' + plot.dataset.y + '\n' + values.join('\n');
};
const place = (text, pageX, pageY) => {
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  const left = Math.min(pageX + 14, document.documentElement.scrollWidth - tip.offsetWidth - 4);
  tip.style.left = Math.max(4, left) + 'px';
  tip.style.top = pageY + 16 + 'px';
};
const show = event => {
  const svg = event.target.closest && event.target.closest('svg');
  const own = event.target.closest && event.target.closest('[data-tip]');
  const text = own ? own.dataset.tip : svg ? readings(svg, event) : '';
  place(text, event.pageX, event.pageY);
};
document.addEventListener('pointermove', show);
document.addEventListener('pointerdown', show);

for (const svg of document.querySelectorAll('svg')) {
  const lines = [...svg.querySelectorAll('[data-name]')];
  if (!lines.length) continue;
  const xs = [...new Set(lines.flatMap(line => [...line.points].map(point => point.x)))].sort((a, b) => a - b);
  let at = -1;
  svg.tabIndex = 0;
  svg.addEventListener('keydown', event => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -xs.length, End: xs.length }[event.key];
    if (!step) return;
    event.preventDefault();
    at = Math.max(0, Math.min(xs.length - 1, at + step));
    const point = new DOMPoint(xs[at], 60).matrixTransform(svg.getScreenCTM());
    place(readings(svg, { clientX: point.x, clientY: point.y }), point.x + scrollX, point.y + scrollY);
  });
  svg.addEventListener('blur', () => place(''));
}
for (const box of document.querySelectorAll('.scroll, .chart')) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') place('');
  const filter = document.querySelector('.tools input');
  if (event.key !== '/' || !filter || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  event.preventDefault();
  filter.focus();
});
