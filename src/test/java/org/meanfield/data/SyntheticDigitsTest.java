package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Sha256;

final class SyntheticDigitsTest {
    private static final SyntheticDigits DATA = new SyntheticDigits(200, 30, 50, 1, "", 0, Labels.PUBLISHED);

    /** Whoever changes the drawing on purpose records the new sums, and says so in the change log. */
    @Test
    void theBitsAreTheRecordedOnes() {
        assertThat(Sha256.of(DATA.load(Split.TRAIN).pixels().array()))
                .isEqualTo("efca6f4d6e586f37e3c89aca59af087a6af3c8fb327782bb03e3e660e5ca5ad0");
        assertThat(Sha256.of(DATA.load(Split.TEST).pixels().array()))
                .isEqualTo("92377ce77a4b592f18420b4990fa6ce891cdfeb3fa57353836d5007e22b66e26");
    }

    @Test
    void drawsTheSameAtEachCallWhateverTheSizes() {
        byte[] few = DATA.load(Split.TRAIN).pixels().array();
        byte[] many = new SyntheticDigits(300, 0, 1, 1, "", 0, Labels.PUBLISHED)
                .load(Split.TRAIN)
                .pixels()
                .array();

        assertThat(DATA.load(Split.TRAIN).pixels().array()).isEqualTo(few);
        assertThat(Arrays.copyOf(many, few.length)).isEqualTo(few);
    }

    @Test
    void classesAreBalanced() {
        LabelledImages images = DATA.load(Split.TEST);
        int[] counts = new int[10];
        for (byte label : images.labels()) {
            counts[label]++;
        }

        assertThat(counts).containsOnly(5);
        assertThat(images.shape()).isEqualTo(DATA.shape()).hasToString("3×32×32");
    }

    @Test
    void noTwoImagesAreEqual() {
        Set<String> sums = new HashSet<>();
        for (SyntheticDigits data :
                new SyntheticDigits[] {DATA, new SyntheticDigits(200, 30, 50, 2, "", 0, Labels.PUBLISHED)}) {
            for (Split split : Split.values()) {
                byte[] pixels = data.load(split).pixels().array();
                for (int from = 0; from < pixels.length; from += 3072) {
                    sums.add(Sha256.of(Arrays.copyOfRange(pixels, from, from + 3072)));
                }
            }
        }

        assertThat(sums).hasSize(2 * 280);
    }

    @Test
    void theHashTellsSizesAndSeed() {
        assertThat(DATA.hash())
                .matches("[0-9a-f]{64}")
                .isEqualTo(new SyntheticDigits(200, 30, 50, 1, "", 0, Labels.PUBLISHED).hash())
                .isNotEqualTo(new SyntheticDigits(200, 30, 50, 2, "", 0, Labels.PUBLISHED).hash())
                .isNotEqualTo(new SyntheticDigits(200, 50, 30, 1, "", 0, Labels.PUBLISHED).hash());
    }

    @Test
    void refusesSizesOutOfRange() {
        assertThatThrownBy(() -> new SyntheticDigits(0, 0, 1, 1, "", 0, Labels.PUBLISHED))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("train is 0 but must be in 1 … 500000");
        assertThatThrownBy(() -> new SyntheticDigits(1, -1, 1, 1, "", 0, Labels.PUBLISHED))
                .hasMessage("validation is -1 but must be in 0 … 500000");
        assertThatThrownBy(() -> new SyntheticDigits(1, 0, 500_001, 1, "", 0, Labels.PUBLISHED))
                .hasMessage("test is 500001 but must be in 1 … 500000");
    }
}
