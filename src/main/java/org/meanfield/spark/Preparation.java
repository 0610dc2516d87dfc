package org.meanfield.spark;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.meanfield.data.ChannelSums;
import org.meanfield.data.Contents;
import org.meanfield.data.Dataset;
import org.meanfield.data.Division;
import org.meanfield.data.Duplicate;
import org.meanfield.data.Manifest;
import org.meanfield.data.Normalization;
import org.meanfield.data.ShardFolder;
import org.meanfield.data.ShardedSplits;
import org.meanfield.data.Source;
import org.meanfield.data.Split;
import org.meanfield.data.Unpacked;
import org.meanfield.storage.Lease;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Room;
import org.meanfield.storage.ScratchDirectory;
import org.meanfield.storage.Storage;

/**
 * The preparation of a data set: writes its shards. Published files are compressed as a whole, so one task per file
 * unpacks it into plain bytes; then, with all labels known, one task per shard file gathers its images.
 */
public final class Preparation {
    private static final int TASKS_PER_CORE = 2;
    private static final long POLL_MILLIS = 200;

    private final JavaSparkContext context;
    private final Dataset dataset;
    private final Source source;
    private final Progress progress;

    /** Creates one for a data set whose files are present. */
    public Preparation(JavaSparkContext context, Dataset dataset, Progress progress) {
        this.context = context;
        this.dataset = dataset;
        this.source = dataset.source();
        this.progress = progress;
    }

    /**
     * Writes the shards, replacing those of the same data.
     *
     * @throws org.meanfield.config.InvalidInputException if an executor cannot access the files or the folder of the
     *     shards
     * @throws IllegalStateException if a task fails; its cause says why, such as files that are not the published ones
     */
    public ShardedSplits run() throws InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.in(dataset.shardFolder())) {
            long images = source.parts().stream().mapToLong(source::count).sum();
            checkAccess(Storage.child(scratch.folder(), "probe"), images);
            Room.check(scratch.folder(), 2 * images * source.shape().size()); // as plain bytes, and as shards
            return write(unpack(new Unpacked(source, scratch.folder()), images));
        }
    }

    /** Checks on every executor that it can access the files and {@code probe}, which is written here. */
    private void checkAccess(String probe, long images) throws InterruptedException {
        Storage.write(probe, new byte[0]);
        int tasks =
                source.parts().size() + Math.toIntExact(images * source.shape().size() / ShardImages.FILE_BYTES);
        ExecutorCheck.visible(context, ExecutorCheck.await(context, tasks), source, probe);
    }

    /** What the published files hold, as plain bytes, and what they were. */
    private record Plain(
            Unpacked unpacked, List<Unpacked.Written> parts, List<Source.Checksum> checksums, String stamp) {}

    private Plain unpack(Unpacked unpacked, long images) throws InterruptedException {
        List<Source.Part> parts = source.parts();
        String stamp = source.stamp();
        JobNames.set(context, "unpack the published files");
        JavaFutureAction<List<Unpacked.Written>> unpacking = context.parallelize(parts, parts.size())
                .map(new Unpack(unpacked))
                .collectAsync();
        JavaFutureAction<List<List<Source.Checksum>>> summing =
                context.parallelize(List.of(source), 1).map(new Sum()).collectAsync();
        List<Source.Checksum> checksums;
        try {
            checksums = await(summing, Unpack.PROGRESS, images).get(0);
        } catch (RuntimeException e) { // usually an invalid file: cancel the remaining tasks
            unpacking.cancel(true);
            throw e;
        }
        return new Plain(unpacked, await(unpacking, Unpack.PROGRESS, images), checksums, stamp);
    }

    /** Writes the shards where they belong, since a store would copy what is moved; the manifest, which is last, makes them valid. */
    private ShardedSplits write(Plain plain) throws InterruptedException {
        String folder = ShardFolder.folder(dataset, source.hash(plain.checksums()));
        try (Lease lease = Lease.await(folder, progress)) {
            Optional<ShardedSplits> meanwhile = ShardFolder.whole(folder); // another preparation of the same files
            if (meanwhile.isPresent()) {
                return ShardFolder.restamp(meanwhile.get(), dataset, plain.stamp());
            }
            Storage.delete(folder); // what a preparation that was killed has left
            boolean published = false;
            try {
                ShardedSplits shards = ShardFolder.publish(write(plain, folder));
                published = true;
                return shards;
            } finally {
                if (!published) {
                    Storage.discard(folder);
                }
            }
        }
    }

    private Manifest write(Plain plain, String folder) throws InterruptedException {
        List<Contents> contents =
                plain.parts().stream().map(Unpacked.Written::contents).toList();
        Division division = new Division(source, contents);
        int[] starts = Contents.starts(contents);
        List<ShardImages> files = new ArrayList<>();
        for (Split split : Split.values()) {
            files.addAll(ShardImages.divide(split, division.order(split), contents, source.shape()));
        }
        JobNames.set(context, "write the shards");
        JavaFutureAction<List<Manifest.File>> writing = context.parallelize(
                        files, Math.min(files.size(), TASKS_PER_CORE * Slots.of(context)))
                .mapPartitions(new WriteShards(plain.unpacked(), folder, starts))
                .collectAsync();
        Normalization normalization = normalization(plain, division, starts);
        List<Duplicate> duplicates = Duplicate.find(source.parts(), contents, division);
        List<Manifest.File> written = await(
                writing,
                WriteShards.PROGRESS,
                files.stream().mapToLong(file -> file.images().length).sum());
        Storage.write(
                Storage.child(folder, "duplicates.csv"),
                Duplicate.csv(duplicates).getBytes(StandardCharsets.UTF_8));
        return manifest(plain, files, written, normalization, Duplicate.overlaps(duplicates));
    }

    /**
     * Returns the normalization of the training split: over all images of its parts except those held out or dropped.
     */
    private Normalization normalization(Plain plain, Division division, int[] starts) {
        List<Source.Part> parts = source.parts();
        ChannelSums sums = new ChannelSums(source.shape());
        BitSet others = new BitSet();
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part).split() == Split.TRAIN) {
                sums.add(plain.parts().get(part).sums(), 1);
                others.set(starts[part], starts[part + 1]);
            }
        }
        Arrays.stream(division.order(Split.TRAIN)).forEach(others::clear);
        ChannelSums left = new ChannelSums(source.shape());
        byte[] image = new byte[source.shape().size()];
        try (Unpacked.Reader reader = plain.unpacked().reader()) {
            others.stream().forEach(index -> {
                reader.gather(new int[] {index}, starts, image);
                left.add(image, 1);
            });
        }
        sums.add(left, -1);
        return sums.normalization();
    }

    private Manifest manifest(
            Plain plain,
            List<ShardImages> files,
            List<Manifest.File> written,
            Normalization normalization,
            List<Manifest.Overlap> overlaps) {
        List<Manifest.Counts> counts = Arrays.stream(Split.values())
                .map(split -> ShardImages.counts(
                        split,
                        files.stream().filter(file -> file.split() == split).toList(),
                        source.classes()))
                .toList();
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                source.hash(plain.checksums()),
                dataset,
                source.shape(),
                source.classNames(),
                Manifest.doubles(normalization.mean()),
                Manifest.doubles(normalization.std()),
                source.parts().stream().map(Source.Part::name).toList(),
                plain.checksums(),
                plain.stamp(),
                counts,
                written,
                overlaps,
                Unpacked.findings(plain.parts()));
    }

    private <T> List<T> await(JavaFutureAction<List<T>> job, String what, long images) throws InterruptedException {
        while (true) {
            try {
                return job.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long done = Math.min(images, MeanfieldPlugin.done(what));
                progress.show(String.format(
                        Locale.ROOT, "%s: %,d of %,d images, %d %%", what, done, images, 100 * done / images));
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
            }
        }
    }

    private record Sum() implements Function<Source, List<Source.Checksum>> {
        @Override
        public List<Source.Checksum> call(Source source) {
            return source.checksums();
        }
    }
}
