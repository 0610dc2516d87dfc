package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Splits;
import org.meanfield.report.chart.Axis;
import org.meanfield.report.chart.ChartColour;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.LineChart.Look;
import org.meanfield.report.chart.LineChart.Series;
import org.meanfield.report.chart.Markup;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.testing.Rows;
import org.meanfield.testing.SweepTables;

/**
 * The pages of a fixture as a browser draws them: no text overlaps another or is cut off, and each has a contrast of 4.5. Skipped where there
 * is neither {@code -Dmeanfield.browser} nor a Chromium on the PATH.
 */
final class LookTest {
    private static final Pattern FINDINGS = Pattern.compile("<pre id=\"findings\">(.*?)</pre>", Pattern.DOTALL);
    private static final List<String> CORRUPTIONS =
            List.of("gaussian-noise", "contrast", "defocus-blur", "motion-blur", "pixelate");

    @TempDir
    private static Path output;

    @TempDir
    private static Path profile;

    private static String html;

    @BeforeAll
    static void write() {
        SweepTables sweep = new SweepTables(output, "augmentations-1");
        List<RobustnessRow> scored = new ArrayList<>();
        int trial = 0;
        for (String augment :
                List.of("[]", "[{type: random-crop, padding: 2}]", "[{type: gaussian-noise, std: 0.1}]")) {
            for (String initializer : List.of("{type: kaiming-normal}", "{type: xavier-uniform}")) {
                for (int seed = 1; seed <= 2; seed++) {
                    String run = "trial-%s".formatted(trial++);
                    int right = 100 + 7 * trial % 90;
                    sweep.finished(run, "augment=%s, initializer=%s".formatted(augment, initializer), seed, right);
                    scored.add(Rows.robustness(run, "clean", 0, 1, right / 2));
                    for (int i = 0; i < CORRUPTIONS.size(); i++) {
                        for (int severity = 1; severity <= 2; severity++) {
                            scored.add(Rows.robustness(
                                    run, CORRUPTIONS.get(i), severity, 1, right / 2 - 7 * severity - i));
                        }
                    }
                }
            }
        }
        sweep.run("trial-failed", "augment=[], initializer={type: kaiming-normal}", 3, "failed", "no <memory>");
        sweep.robustness("robustness-1", scored, List.of());
        SweepTables waiting = new SweepTables(output, "waiting-1");
        waiting.run("waiting-a", "train.batch=64", 1, "running", "");
        Results results = new Results(output.toString());
        html = together(List.of(
                IndexPage.of(
                        results,
                        Map.of(
                                "augmentations-1",
                                "augmentations-1/index.html",
                                "robustness-1",
                                "robustness-1/index.html")),
                SweepPage.of("augmentations-1", results.sweep("augmentations-1")),
                SweepPage.of("waiting-1", results.sweep("waiting-1")),
                ComparePage.of(results.compared(List.of("trial-0", "trial-3", "trial-8"))),
                TrainPage.of(results.run("trial-3"), new NamedImages()),
                RobustnessPage.of(results.evaluation("robustness-1"), "", new NamedScores())));
    }

    /** One page below the other, since a browser takes seconds to start. */
    private static String together(List<Page> pages) {
        StringBuilder bodies = new StringBuilder();
        for (Page page : pages) {
            String html = page.html();
            bodies.append(html, html.indexOf("<body>") + "<body>".length(), html.lastIndexOf("<script>"));
        }
        String first = pages.get(0).html();
        return first.substring(0, first.indexOf("<body>"))
                + "<body>"
                + bodies
                + first.substring(first.lastIndexOf("<script>"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingOverlapsOrIsCutOffAndEverythingCanBeRead(boolean dark) throws Exception {
        List<List<String>> found = findings(browser(), html, dark, 390, 768, 1400);

        assertThat(found)
                .extracting(lines -> lines.get(0).replaceAll(",.*", ""))
                .as("what was looked at")
                .containsExactly("390 pixels", "768 pixels", "1400 pixels");
        for (List<String> lines : found) {
            assertThat(lines.subList(1, lines.size())).as(lines.get(0)).isEmpty();
        }
    }

    @Test
    void tablesSortAndFilterAndChartsShowTheirValues() throws Exception {
        HtmlTable table = new HtmlTable("name", "share#");
        for (int i = 0; i < 9; i++) {
            table.cell("row " + i).cell(i == 4 ? "–" : 7 * i % 9 + ".5 ± 1 %");
        }
        Axis axis = Axis.fromZero("x", DoubleStream.of(4));
        LineChart chart = new LineChart(
                axis,
                Axis.fromZero("y", DoubleStream.of(200)),
                List.of(new Series(
                        "a", ChartColour.SERIES_0, Look.LINE, new double[] {0, 2, 4}, new double[] {0, 150, 200})));
        String html = new Page("page", "")
                .markup(table.html())
                .charts(List.of(new Figure("a", "a", "", chart)))
                .html();
        String script =
                """
                <script>
                const shown = () => [...document.querySelectorAll('tbody tr')].filter(row => !row.hidden).map(row => row.cells[0].textContent.slice(4)).join('');
                const said = [];
                const share = document.querySelectorAll('th button')[1];
                share.click(); said.push(shown());
                share.click(); said.push(shown());
                const input = document.querySelector('.tools input');
                input.value = 'ROW 3'; input.dispatchEvent(new Event('input')); said.push(shown());
                const svg = document.querySelector('svg'), box = svg.getBoundingClientRect();
                const point = { bubbles: true, clientX: box.left + box.width * 0.55, clientY: box.top + box.height / 2 };
                svg.dispatchEvent(new PointerEvent('pointermove', point));
                said.push(document.getElementById('tip').textContent.split('\\n').join(', '));
                const press = (element, key) => element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
                press(svg, 'End'); press(svg, 'ArrowLeft'); press(svg, 'ArrowRight');
                said.push(svg.tabIndex + ' ' + document.getElementById('tip').textContent.split('\\n').join(', '));
                press(svg, 'Escape'); press(document.body, '/');
                said.push(document.getElementById('tip').hidden + ' ' + (document.activeElement === input));
                const pre = document.createElement('pre'); pre.id = 'findings'; pre.textContent = said.join('\\n'); document.body.append(pre);
                </script></body>""";
        Path file = profile.resolve("page.html");
        Files.writeString(file, html.replace("</body>", script));
        Matcher found = FINDINGS.matcher(browser().document(file, false));

        assertThat(found.find()).isTrue();
        // 7 i mod 9 for i in 0 … 8 is 0 7 5 3 (1) 8 6 4 2; row 4 has no number.
        assertThat(found.group(1).split("\n"))
                .containsExactly("083726154", "516273804", "3", "x 2, y, a: 150", "0 x 4, y, a: 200", "true true");
    }

    @Test
    void whatIsWrongIsFound() throws Exception {
        String wrong =
                """
                <!doctype html><html><body style="background: white"><p style="color: #999999">pale</p>
                <svg viewBox="0 0 100 40" width="100" height="40" style="font: 12px sans-serif; overflow: hidden" aria-label="chart">
                <rect fill="#404040" x="0" y="0" width="50" height="40"/>
                <text x="2" y="20">left</text><text x="10" y="20" fill="white">over</text><text x="80" y="20">outside</text>
                </svg><div style="width: 500px; height: 1px"></div></body></html>
                """;

        assertThat(findings(browser(), wrong, false, 390).get(0))
                .contains(
                        "the page is 508 pixels wide",
                        "chart: \"left\" overlaps \"over\"",
                        "chart: \"outside\" is cut off",
                        "chart: \"left\" has a contrast of 2.03",
                        "\"pale\" has a contrast of 2.85")
                .noneMatch(line -> line.contains("\"over\" has"));
    }

    private static Browser browser() {
        Optional<Browser> browser = Browser.find(profile);
        assumeTrue(browser.isPresent(), "no browser: neither -Dmeanfield.browser nor chromium on the PATH");
        return browser.get();
    }

    /** What the script finds at each width: in a frame, since a window cannot be as narrow as a telephone. */
    private static List<List<String>> findings(Browser browser, String html, boolean dark, int... widths)
            throws IOException, InterruptedException {
        String script;
        try (InputStream in = LookTest.class.getResourceAsStream("look.js")) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String looked = html.replace("</body>", "<script>{\n%s\n}</script></body>".formatted(script));
        String frames = IntStream.of(widths)
                .mapToObj(width -> "<iframe width=\"%s\" height=\"2000\" style=\"border: 0\" srcdoc=\"%s\"></iframe>"
                        .formatted(width, Markup.escape(looked)))
                .collect(Collectors.joining());
        Path file = profile.resolve("page.html");
        Files.writeString(
                file,
                """
                <!doctype html><meta name="color-scheme" content="light dark"><body>%s<script>
                onload = () => document.querySelectorAll('iframe').forEach(frame => {
                  const found = frame.contentDocument.getElementById('findings');
                  frame.replaceWith(found);
                });
                </script></body>
                """
                        .formatted(frames));
        List<List<String>> found = new ArrayList<>();
        Matcher matcher = FINDINGS.matcher(browser.document(file, dark));
        while (matcher.find()) {
            found.add(List.of(
                    matcher.group(1).replace("&lt;", "<").replace("&amp;", "&").split("\n")));
        }
        assertThat(found).as("the script has run").hasSameSizeAs(widths);
        return found;
    }

    private static final class NamedImages implements TestImages {
        @Override
        public Splits open(RunData run) {
            throw new InvalidInputException("it is not there");
        }

        @Override
        public List<String> files(RunData run) {
            return List.of();
        }

        @Override
        public ClassNames names(RunData run) {
            return new ClassNames(List.of("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt"));
        }
    }

    private static final class NamedScores implements ScoredImages {
        @Override
        public Optional<String> name(String modelRun) {
            return Optional.of("digits test");
        }

        @Override
        public ClassNames classNames(String modelRun) {
            return new ClassNames(List.of("Ankle boot", "T-shirt/top"));
        }

        @Override
        public byte[] sheet(String modelRun, String dataHash) {
            throw new InvalidInputException("it is not there");
        }
    }
}
