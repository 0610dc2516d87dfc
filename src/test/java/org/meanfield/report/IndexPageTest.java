package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Splits;
import org.meanfield.testing.Rows;
import org.meanfield.testing.SweepTables;

/** An output root with two runs, a sweep, an evaluation of one of its trials and a study. */
final class IndexPageTest {
    @TempDir
    private static Path output;

    private static Results results;

    @BeforeAll
    static void write() {
        SweepTables runs = new SweepTables(output, "").startingAt("2026-11-20T19:28:45.123456Z");
        runs.finished("run-a", "", 1, 150);
        runs.startingAt("2026-11-21T10:00:00Z").finished("run-b", "", 2, 160);
        runs.startingAt("2026-11-19T10:00:00Z").study("study-a");
        new SweepTables(output, "sweep-a")
                .startingAt("2026-11-20T22:00:00Z")
                .finished("trial-a", "train.batch=64", 7, 170);
        runs.startingAt("2026-11-22T10:00:00Z")
                .robustness("robustness-a", List.of(Rows.robustness("trial-a", "clean", 0, 1, 85)), List.of());
        results = new Results(output.toString());
    }

    @Test
    void theNewestIsFirstWithWhatDiffersAndItsAccuracies() {
        String html = IndexPage.of(
                        results,
                        Map.of(
                                "run-a",
                                "run-a/index.html",
                                "sweep-a",
                                "sweep-a/index.html",
                                "study-a",
                                "study-a/study.png"))
                .html();

        assertThat(Pattern.compile("data-label=\"name\">(?:<a href=\"([^\"]*)\">)?([^<]*)<")
                        .matcher(html)
                        .results())
                .extracting(MatchResult::group)
                .extracting(cell -> cell.replaceAll(".*\">", "").replace("<", ""))
                .containsExactly("robustness-a", "run-b", "sweep-a", "run-a", "study-a");
        assertThat(html)
                .contains("href=\"run-a/index.html\"", "href=\"sweep-a/index.html\"", "href=\"study-a/study.png\"")
                .doesNotContain("run-b/index.html") // has no page yet
                .contains(
                        "<td data-label=\"what\">seed 1</td><td class=\"number\" data-label=\"validation accuracy\">75.00 %</td>")
                .contains(
                        "2026-11-20 19:28 UTC",
                        "data-sort=\"2.00000000\">2.0 s<",
                        "1 cell over seeds; best: train.batch=64")
                .doesNotContain(".123456");
    }

    @Test
    void aTrialIsLinkedWithItsSweepItsEvaluationAndTheIndex() {
        String html = TrainPage.of(results.run("trial-a"), new NoImages()).html();

        assertThat(html)
                .contains(
                        "<nav><a href=\"../index.html\">Index</a> › <a href=\"../sweep-a/index.html\">sweep-a</a></nav>")
                .contains("Robustness: <a href=\"../robustness-a/index.html\">")
                .contains("<td data-label=\"class\">dog</td>")
                .contains("omitted, since the data set cannot be opened here");
        assertThat(SweepPage.of("sweep-a", results.sweep("sweep-a")).html())
                .contains("href=\"../trial-a/index.html\"", "href=\"../robustness-a/index.html\"");
        assertThat(results.evaluationsOf("run-a")).isEmpty();
    }

    @Test
    void jobsAreToldApartByTheKeysThatVary() {
        JobValues first = JobValues.of("{\"a\": {\"type\": \"x\", \"b\": 1}, \"list\": []}");
        JobValues second =
                JobValues.of("{\"a\": {\"type\": \"x\", \"b\": 2}, \"list\": [{\"type\": \"y\"}, {\"type\": \"z\"}]}");

        assertThat(JobValues.differences(Map.of("one", first, "two", second)))
                .isEqualTo(Map.of("one", "b 1, list none", "two", "b 2, list y + z"));
        JobValues alone = JobValues.of("{\"data\": {\"type\": \"mnist\"}, \"model\": {\"type\": \"mlp\"}}");
        assertThat(JobValues.differences(Map.of("one", alone))).isEqualTo(Map.of("one", "mnist, mlp"));
    }

    private static final class NoImages implements TestImages {
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
            return new ClassNames(List.of("cat", "dog"));
        }
    }
}
