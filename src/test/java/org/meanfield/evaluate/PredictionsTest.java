package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.meanfield.tables.PredictionRow;

final class PredictionsTest {
    /** Two images of three classes, the second with two classes that are equally probable. */
    private static final Predictions TWO =
            Predictions.of(0, new float[] {0.25f, 0.125f, 0.625f, 0.125f, 0.4375f, 0.4375f}, new byte[] {2, 2});

    private static final Predictions THIRD = Predictions.of(2, new float[] {0.5f, 0.25f, 0.25f}, new byte[] {1});

    @Test
    void theMostProbableClassAndOfEqualOnesTheFirst() {
        assertThat(TWO.predicted()).containsExactly(2, 1);
        assertThat(TWO.confidence()).containsExactly(0.625f, 0.4375f);
    }

    @Test
    void rowsAreInTheOrderOfTheImages() {
        assertThat(Predictions.none().plus(TWO).plus(THIRD).rows("run-1", "test", "clean"))
                .containsExactly(
                        new PredictionRow("run-1", "test", "clean", 0, 2, 2, 0.625),
                        new PredictionRow("run-1", "test", "clean", 1, 2, 1, 0.4375),
                        new PredictionRow("run-1", "test", "clean", 2, 1, 0, 0.5));
    }

    @Test
    void anImageThatIsLeftOutOrThereTwiceIsAnError() {
        assertThatThrownBy(() -> Predictions.none().plus(THIRD))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Predictions up to image -1 are followed by image 2");
        assertThatThrownBy(() -> TWO.plus(TWO)).hasMessage("Predictions up to image 1 are followed by image 0");
    }

    @Test
    void aScoreIsOfAllImages() {
        Scored scored = new Scored(Score.of(new float[] {0.25f, 0.75f}, new byte[] {1}), THIRD);
        assertThat(scored.over(1)).isSameAs(scored);
        assertThatThrownBy(() -> scored.over(2)).hasMessage("Scored 1 images of a split of 2");
    }
}
