package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the sources to names that are the same in every locale. Error Prone holds them to {@code Locale.ROOT} for upper and
 * lower case; of formats only those of names, in which numbers are padded with zeros.
 */
final class LocaleTest {
    private static final Pattern PADDED = Pattern.compile("\"[^\"\\n]*%0\\d+d[^\"\\n]*\"\\s*\\.formatted\\(");

    @Test
    void zeroPaddedNumbersAreFormattedByTheRootLocale() throws IOException {
        assertThat(PADDED.matcher("\"round-%06d\"\n    .formatted(round)").find())
                .isTrue();
        assertThat(PADDED.matcher("String.format(Locale.ROOT, \"round-%06d\", round)")
                        .find())
                .isFalse();

        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(Files::isRegularFile)
                            .filter(source -> PADDED.matcher(read(source)).find()))
                    .isEmpty();
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
