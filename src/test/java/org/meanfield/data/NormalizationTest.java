package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

final class NormalizationTest {
    /** Two images of 8×16 whose first channel has each level once, together, and whose second is 51 throughout. */
    private static final LabelledImages IMAGES = images();

    @Test
    void isTheMeanAndDeviationOfEachChannel() {
        Normalization normalization = Normalization.of(IMAGES);
        // Of the levels 0 … n − 1, once each: (n − 1) / 2 and √((n² − 1) / 12).
        assertThat(normalization.mean()[0]).isEqualTo(0.5f);
        assertThat(normalization.std()[0]).isEqualTo((float) (Math.sqrt((256 * 256 - 1) / 12.0) / 255));
        assertThat(normalization.mean()[1]).isEqualTo(0.2f);
    }

    @Test
    void aChannelThatNeverChangesHasTheDeviationOne() {
        assertThat(Normalization.of(IMAGES).std()[1]).isEqualTo(1);
        assertThat(Normalization.of(IMAGES).table()[1][51]).isZero();
    }

    @Test
    void normalizedPixelsHaveTheMeanZeroAndTheDeviationOne() {
        float[] levels = Normalization.of(IMAGES).table()[0];
        double sum = 0;
        double squares = 0;
        for (float level : levels) {
            sum += level;
            squares += (double) level * level;
        }
        assertThat(sum / 256).isCloseTo(0, within(1e-6));
        assertThat(squares / 256).isCloseTo(1, within(1e-6));
    }

    @Test
    void theTableHasEveryLevelOfEveryChannel() {
        float[][] table = new Normalization(new float[] {0.5f, 0.25f}, new float[] {0.25f, 0.5f}).table();
        assertThat(table).hasDimensions(2, 256);
        assertThat(table[0][0]).isEqualTo(-2);
        assertThat(table[0][255]).isEqualTo(2);
        assertThat(table[1][0]).isEqualTo(-0.5f);
        assertThat(table[1][255]).isEqualTo(1.5f);
        assertThat(table[1][51]).isCloseTo(-0.1f, within(1e-7f));
    }

    @Test
    void manyBrightPixelsDoNotOverflow() {
        LabelledImages white = new LabelledImages(new ImageShape(1, 1, 1 << 20), filled(40 << 20), new byte[40]);
        assertThat(Normalization.of(white).mean()).containsExactly(1);
        assertThat(Normalization.of(white).std()).containsExactly(1);
    }

    private static byte[] filled(int size) {
        byte[] pixels = new byte[size];
        Arrays.fill(pixels, (byte) 255);
        return pixels;
    }

    private static LabelledImages images() {
        byte[] pixels = new byte[2 * 2 * 128];
        for (int level = 0; level < 256; level++) {
            int image = level / 128;
            pixels[image * 256 + level % 128] = (byte) level;
            pixels[image * 256 + 128 + level % 128] = 51;
        }
        return new LabelledImages(new ImageShape(2, 8, 16), pixels, new byte[2]);
    }
}
