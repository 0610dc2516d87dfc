package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums are those of Python's {@code hashlib} over {@code struct.pack('<…f', …)}. */
final class StateTest {
    private static final float[] NONE = {};

    @Test
    void itsSumIsOfParametersThenUpdaterAsLittleEndianFloats() {
        assertThat(new State(NONE, NONE, 1).sha256())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(new State(new float[] {1, -0.5f}, new float[] {2}, 7).sha256())
                .isEqualTo("eff09d193b5c7d5aafd99285cf9b155f1111bdba696fadea93fa3c137551e4b9");
    }

    @Test
    void itsSumHasEveryValueOfLargeOnes() {
        float[] parameters = new float[70_000];
        float[] updater = new float[65_537];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = i;
        }
        for (int i = 0; i < updater.length; i++) {
            updater[i] = i / 2f;
        }
        assertThat(new State(parameters, updater, 0).sha256())
                .isEqualTo("003f0435f7dae4668e7b675309711c6f3d0986cfbbf7add558da2ad87a73d297");
    }

    @Test
    void isFiniteWithFiniteNumbers() {
        assertThat(new State(new float[] {Float.MAX_VALUE, -0f}, new float[] {Float.MIN_VALUE}, 0).isFinite())
                .isTrue();
        assertThat(new State(NONE, NONE, 0).isFinite()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void isNotFiniteWithAnyOtherInParametersOrUpdater(float value) {
        assertThat(new State(new float[] {1, value}, new float[] {1}, 0).isFinite())
                .isFalse();
        assertThat(new State(new float[] {1}, new float[] {1, value}, 0).isFinite())
                .isFalse();
        assertThat(new State(NONE, NONE, 0, new OuterState(new float[] {value}, NONE)).isFinite())
                .isFalse();
        assertThat(new State(NONE, NONE, 0, new OuterState(NONE, new float[] {value})).isFinite())
                .isFalse();
    }

    @Test
    void itsModelIsTheAverageWhereThereIsOne() {
        State state = new State(new float[] {1}, new float[] {2}, 3, new OuterState(new float[] {4}, new float[] {5}));
        assertThat(state.model()).usingRecursiveComparison().isEqualTo(new State(new float[] {5}, new float[] {2}, 3));
        State plain = new State(new float[] {1}, new float[] {2}, 3, new OuterState(new float[] {4}, NONE));
        assertThat(plain.model()).usingRecursiveComparison().isEqualTo(new State(new float[] {1}, new float[] {2}, 3));
    }

    @Test
    void workersDoNotSeeItsOuterPartAndItsSumHasNoneOfIt() {
        State state = new State(new float[] {1}, new float[] {2}, 3, new OuterState(new float[] {4}, new float[] {5}));
        assertThat(state.forWorkers())
                .usingRecursiveComparison()
                .isEqualTo(new State(new float[] {1}, new float[] {2}, 3));
        assertThat(state.sha256()).isEqualTo(state.forWorkers().sha256());
    }

    @Test
    void resetGivesTheNextRoundAnUpdaterOfZeros() {
        OuterState outer = new OuterState(new float[] {6}, new float[] {7});
        State mean = new State(new float[] {1, 2}, new float[] {3, 4, 5}, 40, outer);
        State reset = UpdaterPolicy.RESET.apply(mean);
        assertThat(reset.parameters()).containsExactly(1, 2);
        assertThat(reset.updater()).containsExactly(0, 0, 0);
        assertThat(reset.steps()).isEqualTo(40);
        assertThat(reset.outer()).isSameAs(outer);
        assertThat(UpdaterPolicy.AVERAGE.apply(mean)).isSameAs(mean);
    }
}
