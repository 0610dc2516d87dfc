package org.meanfield.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.RecordReader;
import org.meanfield.image.ImageShape;
import org.meanfield.job.sweep.SweepJob;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.ModelSummary;
import org.meanfield.model.Networks;

/** The jobs of {@code docs/svhn.md}. */
final class SvhnDocsTest {
    private static TrainJob job(String file) throws IOException {
        String yaml = Files.readString(Path.of(file));
        return yaml.contains("\nbase:\n")
                ? RecordReader.read(yaml, file, SweepJob.class, List.of())
                        .base()
                        .with(List.of())
                : RecordReader.read(yaml, file, TrainJob.class, List.of());
    }

    /** Else nothing could go on from the model of the other. */
    @Test
    void drawnDigitsAreTrainedOnByTheSameNetwork() throws IOException {
        assertThat(job("docs/svhn-drawn.yaml").model())
                .isEqualTo(job("docs/svhn-augmented.yaml").model());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs/svhn-cnn.yaml",
                "jobs/svhn-cnn-extra.yaml",
                "docs/svhn-beginning.yaml",
                "docs/svhn-augmented.yaml"
            })
    void theParametersThatTheTextNamesAreThoseOfTheSummary(String file) throws IOException {
        TrainJob job = job(file);
        ImageShape shape = job.data().shape();
        long parameters = ModelSummary.of(
                        Networks.configuration(job.model(), shape, job.data().classes(), UnaryOperator.identity()),
                        shape)
                .parameters();
        assertThat(Files.readString(Path.of("docs/svhn.md")))
                .contains("| [%s](%s) | %s |"
                        .formatted(
                                Path.of(file).getFileName(),
                                file.startsWith("docs/") ? file.substring("docs/".length()) : "../" + file,
                                String.format(Locale.ROOT, "%,d", parameters)));
    }
}
