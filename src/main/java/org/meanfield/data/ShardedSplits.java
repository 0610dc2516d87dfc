package org.meanfield.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.JvmCache;
import org.meanfield.storage.Storage;

/**
 * The splits of a data set from the shards that {@code prepare} has written: only the files with requested images are read.
 *
 * @param folder with the files that the manifest names
 */
public record ShardedSplits(String folder, Manifest manifest) implements Splits {
    /** The cache of splits for validation and testing, which are read repeatedly. */
    private static final JvmCache<Key, LabelledImages> WHOLE = new JvmCache<>();

    private record Key(String folder, String hash, Split split) {}

    @Override
    public int count(Split split) {
        return manifest.count(split);
    }

    @Override
    public int[] perClass(Split split) {
        return manifest.splits().stream()
                .filter(counts -> counts.split() == split)
                .flatMapToInt(counts -> counts.perClass().stream().mapToInt(Integer::intValue))
                .toArray();
    }

    @Override
    public ImageShape shape() {
        return manifest.shape();
    }

    @Override
    public List<String> classNames() {
        return manifest.classNames();
    }

    @Override
    public Normalization normalization() {
        return manifest.normalization();
    }

    @Override
    public Findings findings() {
        return manifest.findings();
    }

    @Override
    public String hash() {
        return manifest.hash();
    }

    @Override
    public void verifyReadable() {
        for (Manifest.File file : manifest.files()) {
            String path = Storage.child(folder, file.name());
            long bytes = Storage.isFile(path) ? Storage.size(path) : -1;
            if (bytes != file.bytes()) {
                throw new InvalidInputException("%s %s but must have %d, as its manifest says: run prepare again"
                        .formatted(path, bytes < 0 ? "is missing" : "has %d bytes".formatted(bytes), file.bytes()));
            }
        }
    }

    @Override
    public LabelledImages read(Split split, int from, int to, IntFunction<ByteBuffer> memory) {
        boolean small = (long) count(split) * manifest.shape().size() <= SMALL;
        if (split == Split.TRAIN || !small) {
            return readFiles(split, from, to, memory);
        }
        LabelledImages whole = WHOLE.get(
                new Key(folder, hash(), split), () -> readFiles(split, 0, count(split), ByteBuffer::allocate));
        ImageShape shape = manifest.shape();
        byte[] labels = Arrays.copyOfRange(whole.labels(), from, to);
        return new LabelledImages(
                shape, whole.pixels().slice(from * shape.size(), labels.length * shape.size()), labels);
    }

    /** Returns images of a split for a caller that reads each once: nothing else is kept in memory. */
    public LabelledImages readOnce(Split split, int from, int to) {
        return readFiles(split, from, to, ByteBuffer::allocate);
    }

    private LabelledImages readFiles(Split split, int from, int to, IntFunction<ByteBuffer> memory) {
        ImageShape shape = manifest.shape();
        ByteBuffer pixels = memory.apply(Math.multiplyExact(to - from, shape.size()));
        ByteBuffer labels = ByteBuffer.allocate(to - from);
        for (Manifest.File file : manifest.files()) {
            int first = Math.max(from - file.first(), 0);
            int end = Math.min(to - file.first(), file.images());
            if (file.split() == split && first < end) {
                ShardFile.read(Storage.child(folder, file.name()), shape, first, end, pixels, labels);
            }
        }
        if (labels.hasRemaining()) {
            throw new InvalidInputException("%s lacks %d images of %s that its manifest lists: run prepare again"
                    .formatted(folder, labels.remaining(), split.label()));
        }
        return new LabelledImages(shape, pixels.clear(), labels.array());
    }
}
