package org.meanfield.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's figures are those of docs/figures.md, with its commands and its processor. */
final class FiguresDocsTest {
    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\d.,])\\d[\\d,]*(\\.\\d+)?(?<!,)");
    private static final String FIGURES = Pages.read(Pages.DOCS.resolve("figures.md"));
    private static final List<String[]> ROWS = Pages.section(Pages.README, "Figures")
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| what |"))
            .map(line -> line.split(" \\| ", -1))
            .toList();

    @Test
    void thereAreFive() {
        assertThat(ROWS).hasSize(5).allSatisfy(cells -> assertThat(cells).hasSize(3));
    }

    @Test
    void standInFiguresMd() {
        List<String> known = numbers(FIGURES);
        assertThat(ROWS)
                .allSatisfy(cells -> assertThat(numbers(cells[2])).isNotEmpty().isSubsetOf(known));
    }

    @Test
    void areMadeByCommandsThatFiguresMdHas() {
        String oneLine = FIGURES.replace('\n', ' ');
        assertThat(ROWS).allSatisfy(cells -> assertThat(oneLine)
                .contains(cells[1].replace("`", "").replace("…", "").strip()));
    }

    @Test
    void nameTheProcessor() {
        String processor = "2 cores of an AMD EPYC with";
        assertThat(Pages.section(Pages.README, "Figures")).contains(processor);
        assertThat(FIGURES).contains(processor);
    }

    private static List<String> numbers(String text) {
        return NUMBER.matcher(text).results().map(found -> found.group()).toList();
    }
}
