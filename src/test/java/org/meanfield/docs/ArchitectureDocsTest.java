package org.meanfield.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reading list of docs/architecture.md: the main path can be read in ten minutes. */
final class ArchitectureDocsTest {
    private static final Path PAGE = Pages.DOCS.resolve("architecture.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[\\w+\\.java]\\(([^)]+)\\) \\| (\\d+) \\|");
    private static final int TOLERANCE = 25;
    private static final int MOST = 960;

    private static List<MatchResult> rows() {
        return ROW.matcher(Pages.read(PAGE)).results().toList();
    }

    @Test
    void filesAreAboutAsLongAsItSays() {
        assertThat(rows()).hasSize(11).allSatisfy(row -> assertThat(lines(row))
                .as(row.group(1))
                .isCloseTo(Integer.parseInt(row.group(2)), within(TOLERANCE)));
    }

    @Test
    void togetherTheyAreShort() {
        assertThat(rows().stream().mapToInt(ArchitectureDocsTest::lines).sum()).isBetween(1, MOST);
        assertThat(Pages.read(PAGE)).contains("below %d lines".formatted(MOST));
    }

    private static int lines(MatchResult row) {
        return (int) Pages.read(PAGE.resolveSibling(row.group(1)))
                .lines()
                .filter(line -> !line.isBlank() && !line.matches("(package|import) .*"))
                .count();
    }
}
