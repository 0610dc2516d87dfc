package org.meanfield.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.Names;
import org.meanfield.config.RecordReader;
import org.meanfield.corrupt.Corruption;
import org.meanfield.corrupt.Npy;
import org.meanfield.image.ImageShape;

/** The table of {@code docs/corruptions.md} has every corruption with its keys and published severities. */
final class CorruptionDocsTest {
    private static final ImageShape COLOURED = new ImageShape(3, 32, 32);
    private static final ImageShape GREY = new ImageShape(1, 28, 28);
    private static final String NUMBER = "[^0-9.]+";

    /** What has one. */
    record Holder(Corruption corruption) {}

    static List<Class<?>> corruptions() {
        return Arrays.stream(Corruption.class.getPermittedSubclasses())
                .<Class<?>>map(member -> member)
                .filter(member -> member != Npy.class)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void theTableHasWhatIsPublished(Class<?> type) throws IOException {
        String name = Names.of(Corruption.class, type);
        Corruption corruption = RecordReader.read(
                        "corruption: {type: %s}".formatted(name), "defaults", Holder.class, List.of())
                .corruption();
        String row = Files.readAllLines(Path.of("docs/corruptions.md")).stream()
                .filter(line -> line.startsWith("| `%s`".formatted(name)))
                .findFirst()
                .orElse("no row of " + name);
        String[] cells = row.split(" \\| ", -1);
        RecordComponent key = type.getRecordComponents()[0];

        assertThat(cells).as(row).hasSize(5);
        assertThat(cells[0].endsWith("*")).isEqualTo(corruption.isRandom());
        assertThat(cells[2]).startsWith("`%s`".formatted(Names.kebab(key.getName())));
        assertThat(numbers(cells[4])).isEqualTo(published(corruption, GREY));
        assertThat(numbers(cells[3].isBlank() ? cells[4] : cells[3])).isEqualTo(published(corruption, COLOURED));
    }

    private static List<Double> published(Corruption corruption, ImageShape shape) {
        List<Double> numbers = new ArrayList<>();
        for (int severity = 1; severity <= corruption.severities(); severity++) {
            numbers.addAll(numbers(corruption.parameter(severity, shape)));
        }
        return numbers;
    }

    private static List<Double> numbers(String text) {
        List<Double> numbers = new ArrayList<>();
        for (String part : text.split(NUMBER, -1)) {
            if (!part.isEmpty()) {
                numbers.add(Double.parseDouble(part));
            }
        }
        return numbers;
    }
}
