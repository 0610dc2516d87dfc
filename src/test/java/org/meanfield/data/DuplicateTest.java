package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DuplicateTest {
    private static final List<Source.Part> PARTS = List.of(
            new Source.Part("a", Split.TRAIN), new Source.Part("b", Split.TRAIN), new Source.Part("c", Split.TEST));

    /** Of several equal ones the first of all counts; within a part nothing does. */
    @Test
    void findsTheFirstPlaceOfEachImageThatIsInAnEarlierPart() {
        List<Duplicate> found =
                Duplicate.find(PARTS, List.of(contents(1, 2, 2, -3), contents(2, 4, 4, 1), contents(4, 2, -3, 9)));

        assertThat(found)
                .containsExactly(
                        new Duplicate("b", 0, "a", 1),
                        new Duplicate("b", 3, "a", 0),
                        new Duplicate("c", 0, "b", 1),
                        new Duplicate("c", 1, "a", 1),
                        new Duplicate("c", 2, "a", 3));
        assertThat(Duplicate.overlaps(found))
                .containsExactly(
                        new Manifest.Overlap("b", "a", 2),
                        new Manifest.Overlap("c", "b", 1),
                        new Manifest.Overlap("c", "a", 2));
    }

    private static Contents contents(long... fingerprints) {
        return new Contents(new byte[fingerprints.length], fingerprints);
    }
}
