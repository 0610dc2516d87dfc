package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.testing.SweepTables;

final class ComparePageTest {
    @TempDir
    private Path output;

    private Results results;

    @BeforeEach
    void writeTables() {
        SweepTables tables = new SweepTables(output, "");
        tables.finished("run-a", "", 1, 150);
        tables.finished("run-b", "", 2, 130);
        tables.finished("run-c", "", 2, 130);
        tables.run("run-d", "", 3, "running", "");
        results = new Results(output.toString());
    }

    @Test
    void itHasDifferencesCurvesAndATest() {
        String html = html("run-a", "run-b", "run-d");

        assertThat(html)
                .contains(
                        "<td data-label=\"key\">seed</td><td data-label=\"run-a\">1</td><td data-label=\"run-b\">2</td>")
                .doesNotContain("data-label=\"key\">train.batch<", "have not the same data")
                .contains("data-name=\"run-a\"", "data-name=\"run-b\"")
                // 20 images that only the first has right: p = 2 / 2^20 (exact McNemar test).
                .contains("exact McNemar", "&lt; 0.001", "10.00");
    }

    @Test
    void equalJobsAreSaidToBeEqual() {
        assertThat(html("run-b", "run-c"))
                .contains("There are none: the jobs are equal")
                .contains("0.00");
        assertThat(html("run-a", "run-d")).contains("No two of the runs have predictions");
    }

    @Test
    void theFolderFollowsFromTheRunsAndTheirOrder() {
        assertThat(ComparePage.id(List.of("a", "b")))
                .matches("compare-[0-9a-f]{8}")
                .isEqualTo(ComparePage.id(List.of("a", "b")))
                .isNotEqualTo(ComparePage.id(List.of("b", "a")));
    }

    @Test
    void wrongInputIsOneLine() {
        assertThatThrownBy(() -> ComparePage.id(List.of("a")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--compare is 1 ids but must be 2 … 8 ids of runs");
        assertThatThrownBy(() -> ComparePage.id(Collections.nCopies(9, "a")))
                .hasMessage("--compare is 9 ids but must be 2 … 8 ids of runs");
        assertThatThrownBy(() -> ComparePage.id(List.of("a", "a")))
                .hasMessage("--compare is a a but must be ids of different runs");
        assertThatThrownBy(() -> results.compared(List.of("run-a", "run-x")))
                .hasMessageStartingWith("--compare is run-x but must be the id of a run under");
    }

    private String html(String... ids) {
        return ComparePage.of(results.compared(List.of(ids))).html();
    }
}
