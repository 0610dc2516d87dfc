package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClusteredIntervalTest {
    /** Images of each of 400 groups, as {@code src/test/python/clustered_interval.py} draws them. */
    private static final String IMAGES =
            "43343441122441241412422232422333344433242141431121134244432322214111434132213431"
                    + "32441344331321133334323311323211242234232323334132211241244113122413314424344321"
                    + "31441311244333124211314432432224113241412413321324321323424334444124213434314244"
                    + "41432443131111421122244342121412141343444333424422341112133432443323134422323111"
                    + "21244431334213232214421323113132143443414434344344211121223141431123111311223443";

    /** Of these, the right ones. */
    private static final String RIGHT =
            "43242340111440241412421232322323334233141131431111134224032312214011224132212430"
                    + "32341344321321133333323311222201242234232223233031211141114113022312213424243311"
                    + "21431311233312124010314432332023103030212213320324321023424322434124213433314234"
                    + "31412443131101421121132342121312141343344332404222241112012311442313124322311111"
                    + "21233421232212232212410323113031133343414134334332210021123141310112110311223443";

    /** What NumPy makes of them; a bootstrap over groups there gives 0.8281 to 0.8765. */
    @Test
    void theIntervalIsThatOfNumpy() {
        int[] groups = IntStream.range(0, IMAGES.length())
                .flatMap(group -> IntStream.generate(() -> group).limit(IMAGES.charAt(group) - '0'))
                .toArray();
        boolean[] correct = new boolean[groups.length];
        int next = 0;
        for (int group = 0; group < IMAGES.length(); group++) {
            for (int i = 0; i < IMAGES.charAt(group) - '0'; i++) {
                correct[next++] = i < RIGHT.charAt(group) - '0';
            }
        }

        ClusteredInterval interval = ClusteredInterval.of(correct, groups);

        assertThat(interval.accuracy()).isCloseTo(0.8526829268292683, within(1e-12));
        assertThat(interval.low()).isCloseTo(0.8285955015754339, within(1e-12));
        assertThat(interval.high()).isCloseTo(0.8767703520831026, within(1e-12));
        assertThat(interval.groups()).isEqualTo(400);
        assertThat(interval.designEffect()).isCloseTo(1.2324457008465932, within(1e-12));
    }

    /** v = 4/3 · (4 · 0.5²) / 4² = 1/12, z·√v = 0.5658, and an interval ends at 0 and 1. */
    @Test
    void imagesOfGroupsOfTheirOwnAreAsGoodAsIndependent() {
        ClusteredInterval interval =
                ClusteredInterval.of(new boolean[] {true, false, true, false}, new int[] {5, 6, 7, 8});
        assertThat(interval.designEffect()).isCloseTo(4.0 / 3, within(1e-12));
        assertThat(interval.low()).isZero();
        assertThat(interval.high()).isEqualTo(1);
    }

    /** Twins count once: G / (G − 1) · 2 as wide a variance. */
    @Test
    void twinsDoubleTheVariance() {
        ClusteredInterval interval = ClusteredInterval.of(
                new boolean[] {true, true, false, false, true, true, true, true}, new int[] {1, 1, 2, 2, 3, 3, 4, 4});
        assertThat(interval.accuracy()).isEqualTo(0.75);
        assertThat(interval.designEffect()).isCloseTo(2 * 4.0 / 3, within(1e-12));
    }

    @Test
    void allRightIsAllRight() {
        assertThat(ClusteredInterval.of(new boolean[] {true, true, true}, new int[] {1, 1, 2}))
                .isEqualTo(new ClusteredInterval(1, 1, 1, 2, 1));
    }

    @Test
    void refusesWhatHasNoInterval() {
        assertThatThrownBy(() -> ClusteredInterval.of(new boolean[2], new int[3]))
                .hasMessage("There are 2 images but groups for 3");
        assertThatThrownBy(() -> ClusteredInterval.of(new boolean[2], new int[] {4, 4}))
                .hasMessage("A clustered interval needs at least 2 groups, not 1");
    }
}
