package org.meanfield.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every relative link of the documentation leads to a file that is there, and every anchor to a heading. */
final class LinksDocsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    static List<Path> pages() throws IOException {
        return Pages.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void leadSomewhere(Path page) {
        String text = CODE.matcher(Pages.read(page)).replaceAll("");
        List<String> links = LINK.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(link -> !link.contains("://"))
                .toList();
        assertThat(links).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? page
                    : Path.of("").toAbsolutePath().resolve(page).resolveSibling(parts[0]);
            assertThat(target.normalize()).exists();
            if (parts.length == 2) {
                assertThat(anchors(target)).contains(parts[1]);
            }
        });
    }

    @Test
    void theIndexHasEveryPageOfDocs() throws IOException {
        String index = Pages.read(Pages.DOCS.resolve("index.md"));
        assertThat(Pages.all())
                .filteredOn(page -> page.startsWith(Pages.DOCS) && !page.endsWith("index.md"))
                .allSatisfy(page -> assertThat(index).contains("(%s)".formatted(page.getFileName())));
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.readAllLines(Pages.README)).hasSizeLessThanOrEqualTo(150);
    }

    /** As GitHub makes them: lower case, no punctuation, hyphens for spaces. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(CODE.matcher(Pages.read(page)).replaceAll(""))
                .results()
                .map((MatchResult found) -> found.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
