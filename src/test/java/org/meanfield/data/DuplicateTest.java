package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.Progress;

final class DuplicateTest {
    private static final List<Source.Part> PARTS = List.of(
            new Source.Part("a", Split.TRAIN), new Source.Part("b", Split.TRAIN), new Source.Part("c", Split.TEST));

    private static final List<Contents> CONTENTS =
            List.of(contents(1, 2, 2, -3), contents(2, 4, 4, 1), contents(4, 2, -3, 9));

    /** Of several equal ones the first of all counts; within a part nothing does. */
    @Test
    void findsTheFirstPlaceOfEachImageThatIsInAnEarlierPart() {
        List<Duplicate> found = Duplicate.find(PARTS, CONTENTS, new Division(new Prints(0, false), CONTENTS));

        assertThat(Duplicate.csv(found))
                .isEqualTo(
                        """
                        split,part,index,earlier_split,earlier_part,earlier_index
                        train,b,0,train,a,1
                        train,b,3,train,a,0
                        test,c,0,train,b,1
                        test,c,1,train,a,1
                        test,c,2,train,a,3
                        """);
        assertThat(Duplicate.overlaps(found))
                .containsExactly(
                        new Manifest.Overlap("b", "a", 2),
                        new Manifest.Overlap("c", "b", 1),
                        new Manifest.Overlap("c", "a", 2));
    }

    @Test
    void whatIsSetApartForValidationIsAPartOfItsOwn() {
        List<Contents> contents = List.of(contents(5, 5, 5), contents(7), contents(5));
        Division division = new Division(new Prints(1, false), contents);
        int held = division.published(Split.VALIDATION)[0];
        int first = held == 0 ? 1 : 0;

        List<Duplicate> found = Duplicate.find(PARTS, contents, division);

        assertThat(Duplicate.csv(found).lines().skip(1))
                .containsExactly(
                        "validation,a,%d,train,a,%d".formatted(held, first), "test,c,0,train,a,%d".formatted(first));
        assertThat(Duplicate.overlaps(found))
                .containsExactly(new Manifest.Overlap("validation", "a", 1), new Manifest.Overlap("c", "a", 1));
    }

    /** Whichever 2 is set apart, only the 3 is in training alone. */
    @Test
    void trainingLeavesOutWhatIsInValidationOrTest() {
        List<Contents> contents = List.of(contents(4, 2, 2, 2), contents(2, 3, 4), contents(4));

        assertThat(new Division(new Prints(1, true), contents).published(Split.TRAIN))
                .containsExactly(5);
        assertThat(new Division(new Prints(1, false), contents).published(Split.TRAIN))
                .hasSize(6);
    }

    /** A data set of one class of which only the fingerprints matter. */
    private record Prints(int heldOut, boolean dropsDuplicates) implements Source {
        @Override
        public ImageShape shape() {
            return new ImageShape(1, 1, 1);
        }

        @Override
        public int classes() {
            return 1;
        }

        @Override
        public List<Part> parts() {
            return PARTS;
        }

        @Override
        public int count(Part part) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] read(Part part, Sink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Checksum> checksums() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String stamp() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void fetch(Progress log) {
            throw new UnsupportedOperationException();
        }
    }

    private static Contents contents(long... fingerprints) {
        return new Contents(new byte[fingerprints.length], fingerprints);
    }
}
