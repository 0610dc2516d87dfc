package org.meanfield.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The messages that {@code docs/troubleshooting.md} quotes are those that the program gives: in the tables of the sections
 * before Spark's own messages the first column is a message, in which … stands for what varies.
 */
final class TroubleshootingDocsTest {
    private static final Path PAGE = Pages.DOCS.resolve("troubleshooting.md");
    private static final List<String> SECTIONS =
            List.of("Job files and options", "Data", "Executors", "Runs, resuming, models", "Pictures");
    private static final Pattern MESSAGE = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    /** What stands between the fragments of a message: whatever varies, and the form of {@code Check.that}. */
    private static final Pattern VARIES = Pattern.compile(" is … but must be |…");

    /** A literal that goes on in the next line. */
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    /** What is filled in. */
    private static final Pattern FORMAT = Pattern.compile("%[,.\\d]*[sdf]");

    static Stream<String> messages() {
        return SECTIONS.stream()
                .flatMap(
                        section -> MESSAGE.matcher(Pages.section(PAGE, section)).results())
                .map(found -> found.group(1));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void areInOneSourceFile(String message) throws IOException {
        List<String> fragments = Arrays.stream(VARIES.split(message, -1))
                .map(String::strip)
                .filter(fragment -> fragment.length() > 2)
                .toList();
        assertThat(fragments).isNotEmpty();
        assertThat(Pages.sources().stream().map(TroubleshootingDocsTest::plain).anyMatch(source -> fragments.stream()
                        .allMatch(source::contains)))
                .as("a source file with %s", fragments)
                .isTrue();
    }

    private static String plain(String source) {
        return FORMAT.matcher(JOINT.matcher(source).replaceAll("")).replaceAll("");
    }
}
