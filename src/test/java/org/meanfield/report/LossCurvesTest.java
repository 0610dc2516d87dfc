package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.meanfield.metrics.EvaluationRow;
import org.meanfield.metrics.RoundRow;
import org.meanfield.testing.Rows;

final class LossCurvesTest {
    private static final int TRAINING = 0x1f5f99;
    private static final int VALIDATION = 0xd1603d;
    private static final int TEST = 0x000000;
    /** The part that surely is plot: neither title, axes nor legend. */
    private static final int LEFT = 70;

    private static final int RIGHT = 885;
    private static final int TOP = 45;
    private static final int BOTTOM = 430;

    @Test
    void aPictureHas900By540Pixels() {
        BufferedImage picture = draw(rounds(8), evaluations(8));

        assertThat(picture.getWidth()).isEqualTo(900);
        assertThat(picture.getHeight()).isEqualTo(540);
    }

    @Test
    void everyKindOfLossIsDrawnInItsColour() {
        BufferedImage picture = draw(rounds(8), evaluations(8));

        assertThat(count(picture, TRAINING)).isGreaterThan(200);
        assertThat(count(picture, VALIDATION)).isGreaterThan(200);
        assertThat(count(picture, TEST)).isBetween(20, 200);
    }

    @Test
    void withoutEvaluationsThereIsOnlyTheTraining() {
        BufferedImage picture = draw(rounds(8), List.of());

        assertThat(count(picture, TRAINING)).isGreaterThan(200);
        assertThat(count(picture, VALIDATION)).isZero();
        assertThat(count(picture, TEST)).isZero();
    }

    @Test
    void aHighLossOfTheFirstRoundDoesNotSqueezeTheRest() {
        List<RoundRow> rounds = new ArrayList<>(rounds(8));
        BufferedImage before = draw(rounds, evaluations(8));
        rounds.set(0, Rows.round(1, 1, rounds.get(0).examples(), 30));

        // The mean of the first epoch doubles; the axis does not become twelve times as long.
        assertThat(highest(draw(rounds, evaluations(8)), VALIDATION)).isBetween(TOP, 400);
        assertThat(highest(before, VALIDATION)).isBetween(TOP, 350);
    }

    @Test
    void aSingleRoundWithoutLossIsAPictureToo() {
        assertThat(draw(List.of(Rows.round(1, 1, 640, 0)), List.of()).getWidth())
                .isEqualTo(900);
    }

    private static BufferedImage draw(List<RoundRow> rounds, List<EvaluationRow> evaluations) {
        try {
            byte[] png = LossCurves.png("quickstart-f4b100b9", rounds, evaluations);
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RoundRow> rounds(int epochs) {
        Random random = new Random(1);
        List<RoundRow> rounds = new ArrayList<>();
        for (int i = 0; i < 13 * epochs; i++) {
            double loss = (0.05 + 2.4 * Math.exp(-i / 9.0)) * (1 + 0.2 * random.nextDouble());
            rounds.add(Rows.round(i + 1, i / 13 + 1, i % 13 == 12 ? 320 : 640, loss));
        }
        return rounds;
    }

    private static List<EvaluationRow> evaluations(int epochs) {
        List<EvaluationRow> rows = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            rows.add(Rows.evaluation("validation", 13 * epoch, epoch, 0.9, 0.1 + 0.6 / epoch));
        }
        rows.add(Rows.evaluation("test", 13 * epochs, epochs, 0.9, 0.2));
        return rows;
    }

    private static int count(BufferedImage picture, int colour) {
        int count = 0;
        for (int y = TOP; y < BOTTOM; y++) {
            for (int x = LEFT; x < RIGHT; x++) {
                count += (picture.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
            }
        }
        return count;
    }

    private static int highest(BufferedImage picture, int colour) {
        for (int y = TOP; y < BOTTOM; y++) {
            for (int x = LEFT; x < RIGHT; x++) {
                if ((picture.getRGB(x, y) & 0xffffff) == colour) {
                    return y;
                }
            }
        }
        return BOTTOM;
    }
}
