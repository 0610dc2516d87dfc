package org.meanfield.data;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.Seeds;

/**
 * The assignment of images to splits. Images are numbered over all parts: those of the second part follow those of the
 * first.
 */
public final class Division {
    /** Not the job's: the order is the data set's, so that its shards serve all jobs. */
    private static final long SEED = 1;

    private final Map<Split, int[]> published = new EnumMap<>(Split.class);
    private final int[] order;

    /**
     * Assigns the images of a data set to splits.
     *
     * @param contents of its parts
     * @throws org.meanfield.config.InvalidInputException if a class has too few images for validation, or none is left to
     *     train on
     */
    public Division(Source source, List<Contents> contents) {
        List<Source.Part> parts = source.parts();
        int[] starts = Contents.starts(contents);
        boolean[] tested = new boolean[starts[parts.size()]];
        if (source.dropsDuplicates()) {
            mark(tested, contents, images(parts, starts, Split.TEST));
        }
        boolean[] held = Holdout.of(contents.get(0).labels(), tested, source.classes(), source.heldOut());
        for (Split split : Split.values()) {
            published.put(split, images(parts, starts, split));
        }
        published.compute(Split.VALIDATION, (split, own) -> IntStream.concat(
                        IntStream.range(0, held.length).filter(i -> held[i]), Arrays.stream(own))
                .toArray());
        boolean[] dropped = tested.clone();
        if (source.dropsDuplicates()) {
            mark(dropped, contents, published.get(Split.VALIDATION));
        }
        published.compute(Split.TRAIN, (split, own) -> Arrays.stream(own)
                .filter(i -> !dropped[i] && !(i < held.length && held[i]))
                .toArray());
        int[] train = published.get(Split.TRAIN);
        Check.that(
                train.length > 0,
                "data.drop-duplicates",
                "true",
                "false: every training image is also in the validation or test split");
        this.order = Arrays.stream(Seeds.permutation(train.length, Seeds.stream(SEED, Seeds.Purpose.SHARD)))
                .map(i -> train[i])
                .toArray();
    }

    /** Returns the images of a split in the published order. */
    public int[] published(Split split) {
        return published.get(split);
    }

    /**
     * Returns the images of a split in reading order: those of the training split in a fixed random
     * order, of which every worker's shard is a slice; the others as they were published.
     */
    public int[] order(Split split) {
        return split == Split.TRAIN ? order : published.get(split);
    }

    private static int[] images(List<Source.Part> parts, int[] starts, Split split) {
        return IntStream.range(0, parts.size())
                .filter(part -> parts.get(part).split() == split)
                .flatMap(part -> IntStream.range(starts[part], starts[part + 1]))
                .toArray();
    }

    /** Marks all images that equal one of {@code some}, pixel for pixel. */
    private static void mark(boolean[] marked, List<Contents> contents, int[] some) {
        long[] prints = Contents.fingerprints(contents);
        Set<Long> wanted = Arrays.stream(some).mapToObj(i -> prints[i]).collect(Collectors.toSet());
        for (int i = 0; i < prints.length; i++) {
            marked[i] |= wanted.contains(prints[i]);
        }
    }
}
