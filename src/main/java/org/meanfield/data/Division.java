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
 * Which image of a data set is in which split. Images are counted over all parts: those of the second one come behind those
 * of the first.
 */
public final class Division {
    /** Not the job's: the order of the images is the data set's, so that it can be written down once for all jobs. */
    private static final long SEED = 1;

    private final Map<Split, int[]> published = new EnumMap<>(Split.class);
    private final int[] order;

    /**
     * Divides a data set.
     *
     * @param contents of its parts
     * @throws org.meanfield.config.InvalidInputException if a class has too few images for validation, or none is left to
     *     train on
     */
    public Division(Source source, List<Contents> contents) {
        List<Source.Part> parts = source.parts();
        int[] starts = Contents.starts(contents);
        boolean[] dropped = source.dropsDuplicates() ? dropped(parts, contents) : new boolean[starts[parts.size()]];
        boolean[] held = Holdout.of(contents.get(0).labels(), dropped, source.classes(), source.heldOut());
        for (Split split : Split.values()) {
            int[] members = IntStream.range(0, parts.size())
                    .filter(part -> parts.get(part).split() == split)
                    .flatMap(part -> IntStream.range(starts[part], starts[part + 1]))
                    .toArray();
            published.put(split, members);
        }
        published.compute(Split.VALIDATION, (split, own) -> IntStream.concat(
                        IntStream.range(0, held.length).filter(i -> held[i]), Arrays.stream(own))
                .toArray());
        published.compute(Split.TRAIN, (split, own) -> Arrays.stream(own)
                .filter(i -> !dropped[i] && !(i < held.length && held[i]))
                .toArray());
        int[] train = published.get(Split.TRAIN);
        Check.that(
                train.length > 0,
                "data.drop-duplicates",
                "true",
                "false: every training image is also in the test split");
        this.order = Arrays.stream(Seeds.permutation(train.length, Seeds.stream(SEED, Seeds.Purpose.SHARD)))
                .map(i -> train[i])
                .toArray();
    }

    /** Returns the images of a split in the published order. */
    public int[] published(Split split) {
        return published.get(split);
    }

    /**
     * Returns the images of a split in the order in which they are read: those of the training split in a fixed random
     * order, of which every worker's shard is a slice; the others as they were published.
     */
    public int[] order(Split split) {
        return split == Split.TRAIN ? order : published.get(split);
    }

    private static boolean[] dropped(List<Source.Part> parts, List<Contents> contents) {
        Set<Long> tested = IntStream.range(0, parts.size())
                .filter(part -> parts.get(part).split() == Split.TEST)
                .mapToObj(part -> contents.get(part).fingerprints())
                .flatMap(prints -> Arrays.stream(prints).boxed())
                .collect(Collectors.toSet());
        int[] starts = Contents.starts(contents);
        boolean[] dropped = new boolean[starts[parts.size()]];
        for (int part = 0; part < parts.size(); part++) {
            long[] prints = contents.get(part).fingerprints();
            for (int i = 0; i < prints.length; i++) {
                dropped[starts[part] + i] = tested.contains(prints[i]);
            }
        }
        return dropped;
    }
}
