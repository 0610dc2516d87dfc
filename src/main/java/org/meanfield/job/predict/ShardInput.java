package org.meanfield.job.predict;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.meanfield.data.PictureReader;
import org.meanfield.data.ShardedSplits;
import org.meanfield.data.Split;
import org.meanfield.image.LabelledImages;

/**
 * The images of all splits of prepared shards; an image's path is {@code <split>/<position>}, counted from 0 in the order of the
 * shards.
 */
record ShardInput(ShardedSplits shards) implements ImageInput {
    private static final int SLICE_BYTES = 16 << 20;
    private static final int MOST_IMAGES = 8192;

    /** The images {@code from} … {@code to} − 1 of a split. */
    private record Slice(Split split, int from, int to) {}

    @Override
    public void verifyReadable() {
        shards.verifyReadable();
    }

    @Override
    public int slices() {
        return all().size();
    }

    @Override
    public long images() {
        return all().stream().mapToLong(slice -> slice.to - slice.from).sum();
    }

    @Override
    public String stamp() {
        return shards.hash();
    }

    @Override
    public Iterator<Candidate<Group>> open(int number, PictureReader reader, PredictionSchema schema) {
        Slice slice = all().get(number);
        LabelledImages images = shards.readOnce(slice.split, slice.from, slice.to);
        return IntStream.range(0, images.count())
                .mapToObj(i -> new Candidate<>(
                        schema.row(slice.split.label() + "/" + (slice.from + i)),
                        (target, offset) -> images.copy(i, target, offset)))
                .iterator();
    }

    private List<Slice> all() {
        int most =
                Math.max(1, Math.min(MOST_IMAGES, SLICE_BYTES / shards.shape().size()));
        return Stream.of(Split.values())
                .flatMap(split -> IntStream.iterate(0, from -> from < shards.count(split), from -> from + most)
                        .mapToObj(from -> new Slice(split, from, Math.min(from + most, shards.count(split)))))
                .toList();
    }
}
