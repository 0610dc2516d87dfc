package org.meanfield.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.augment.Augmentation;
import org.meanfield.config.Default;
import org.meanfield.config.Names;
import org.meanfield.config.RecordReader;
import org.meanfield.job.train.TrainJob;

/** {@code docs/augmentations.md} and the job of its picture have every augmentation, with the keys that it has. */
final class AugmentationDocsTest {
    private static final Path DOCS = Path.of("docs");

    static List<Class<?>> augmentations() {
        return List.of(Augmentation.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("augmentations")
    void theTableHasItsKeysWithTheirDefaults(Class<?> augmentation) throws IOException {
        String name = Names.of(Augmentation.class, augmentation);
        String row = Files.readAllLines(DOCS.resolve("augmentations.md")).stream()
                .filter(line -> line.startsWith("| `%s` |".formatted(name)) && line.contains(": "))
                .findFirst()
                .orElse("no row of " + name);
        for (RecordComponent component : augmentation.getRecordComponents()) {
            String key = Names.kebab(component.getName());
            String value = component.getAnnotation(Default.class).value();
            // As the text below the table says, the probability is 1 where it says nothing.
            if (!(key.equals("probability") && value.equals("1"))) {
                assertThat(row).contains("`%s: %s`".formatted(key, value));
            }
        }
    }

    @Test
    void thePictureIsOfEachOfThem() throws IOException {
        TrainJob job = RecordReader.read(
                Files.readString(DOCS.resolve("augmentations.yaml")), "augmentations.yaml", TrainJob.class, List.of());

        assertThat(job.augment().stream().<Class<?>>map(Object::getClass)).containsExactlyElementsOf(augmentations());
        assertThat(Files.size(DOCS.resolve("augmentations.png"))).isBetween(100_000L, 280_000L);
    }
}
