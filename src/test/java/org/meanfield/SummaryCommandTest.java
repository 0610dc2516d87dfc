package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SummaryCommandTest {
    private static final String VGG = "docs/vgg-11.yaml";

    @Test
    void layersNeedNoData() {
        CommandRun run = CommandRun.of("summary", VGG, "--input", "3x224x224", "--classes", "1000");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines().toList())
                .contains(
                        "vgg-11: cnn for images of 3×224×224 in 1000 classes",
                        "132,863,336 trainable parameters, 0 running statistics")
                .anyMatch(line -> line.matches("conv2 +convolution 3×3 +128×112×112 +73,856 .* 2i−3 … 2i\\+4"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            3x224       | 10 | --input is 3x224 but must be CHANNELSxHEIGHTxWIDTH, such as 3x224x224, each at most 1290
            3x0x224     | 10 | --input is 3x0x224 but must be CHANNELSxHEIGHTxWIDTH, such as 3x224x224, each at most 1290
            3x224x2240  | 10 | --input is 3x224x2240 but must be CHANNELSxHEIGHTxWIDTH, such as 3x224x224, each at most 1290
            3x224x224   | 0  | --classes is 0 but must be in 1 … 1000000
            3x31x64     | 10 | pool of block 5 is 2 but must be at most 1: images of 3×31×64 are 1×4 pixels there
            """)
    void whatIsWrongIsSaid(String input, String classes, String message) {
        CommandRun run = CommandRun.of("summary", VGG, "--input", input, "--classes", classes);

        assertThat(run).isEqualTo(new CommandRun(2, "", "meanfield: " + message + System.lineSeparator()));
    }
}
