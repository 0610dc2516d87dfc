package org.meanfield.spark;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
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
import org.meanfield.data.Progress;
import org.meanfield.data.ShardFile;
import org.meanfield.data.ShardFolder;
import org.meanfield.data.ShardedSplits;
import org.meanfield.data.Source;
import org.meanfield.data.Split;
import org.meanfield.data.Storage;
import org.meanfield.data.Unpacked;

/**
 * Writes the shards of a data set. Published files are compressed as a whole, so that a task for each unpacks it into a
 * file of plain bytes; then, with all labels known, a task for each shard file gathers its images from there.
 */
public final class Preparation {
    private static final int FILE_BYTES = 64 << 20;
    private static final int TASKS_PER_CORE = 2;
    private static final long POLL_MILLIS = 200;

    private final JavaSparkContext context;
    private final Dataset dataset;
    private final Source source;
    private final Progress progress;

    /** Creates one for a data set whose files are there. */
    public Preparation(JavaSparkContext context, Dataset dataset, Progress progress) {
        this.context = context;
        this.dataset = dataset;
        this.source = dataset.source();
        this.progress = progress;
    }

    /**
     * Writes the shards, in place of those of the same data.
     *
     * @throws IllegalStateException if a task fails; its cause says why, for instance that the files are not the published
     *     ones
     */
    public ShardedSplits run() throws InterruptedException {
        Unpacked unpacked =
                new Unpacked(source, Storage.child(dataset.shardFolder(), ".unpacked-" + UUID.randomUUID()));
        try {
            return write(unpacked);
        } finally {
            Storage.delete(unpacked.folder());
        }
    }

    private ShardedSplits write(Unpacked unpacked) throws InterruptedException {
        List<Source.Part> parts = source.parts();
        context.setJobDescription("Unpack the published files");
        JavaFutureAction<List<Contents>> unpacking = context.parallelize(parts, parts.size())
                .map(new Unpack(unpacked))
                .collectAsync();
        JavaFutureAction<List<List<Source.Checksum>>> summing =
                context.parallelize(List.of(source), 1).map(new Sum()).collectAsync();
        long images = parts.stream().mapToLong(source::count).sum();
        List<Source.Checksum> checksums;
        try {
            checksums = await(summing, Unpack.PROGRESS, images).get(0);
        } catch (RuntimeException e) { // a wrong file, mostly: nobody needs the rest
            unpacking.cancel(true);
            throw e;
        }
        List<Contents> contents = await(unpacking, Unpack.PROGRESS, images);
        Division division = new Division(source, contents);
        String hash = source.hash(checksums);
        String folder = Storage.child(dataset.shardFolder(), hash);
        // Whoever looks from now on until the end finds no shards rather than torn ones.
        Storage.delete(folder);

        int[] starts = Contents.starts(contents);
        List<Images> files = new ArrayList<>();
        for (Split split : Split.values()) {
            files.addAll(files(split, division.order(split), contents, starts));
        }
        context.setJobDescription("Write the shards");
        List<Written> written = await(
                context.parallelize(files, Math.min(files.size(), TASKS_PER_CORE * context.defaultParallelism()))
                        .mapPartitions(new WriteShards(unpacked, folder, starts))
                        .collectAsync(),
                WriteShards.PROGRESS,
                files.stream().mapToLong(file -> file.images().length).sum());

        List<Duplicate> duplicates = Duplicate.find(parts, contents);
        Storage.write(
                Storage.child(folder, "duplicates.csv"),
                Duplicate.csv(duplicates).getBytes(StandardCharsets.UTF_8));
        Manifest manifest = manifest(hash, checksums, files, written, Duplicate.overlaps(duplicates));
        ShardedSplits shards = new ShardedSplits(folder, manifest);
        shards.look(); // which fails where executors wrote to folders of their own
        ShardFolder.write(folder, manifest);
        return shards;
    }

    private List<Images> files(Split split, int[] order, List<Contents> contents, int[] starts) {
        int perFile = Math.max(1, FILE_BYTES / source.shape().size() / ShardFile.BLOCK) * ShardFile.BLOCK;
        return IntStream.iterate(0, first -> first < order.length, first -> first + perFile)
                .mapToObj(first -> {
                    int[] images = Arrays.copyOfRange(order, first, Math.min(first + perFile, order.length));
                    byte[] labels = new byte[images.length];
                    for (int i = 0; i < images.length; i++) {
                        int part = part(images[i], starts);
                        labels[i] = contents.get(part).labels()[images[i] - starts[part]];
                    }
                    return new Images(split, first, perFile, images, labels);
                })
                .toList();
    }

    /** Returns the part of an image that is counted over all parts. */
    static int part(int image, int[] starts) {
        int part = 0;
        while (image >= starts[part + 1]) {
            part++;
        }
        return part;
    }

    private Manifest manifest(
            String hash,
            List<Source.Checksum> checksums,
            List<Images> files,
            List<Written> written,
            List<Manifest.Overlap> overlaps) {
        ChannelSums sums = new ChannelSums(source.shape());
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).split() == Split.TRAIN) {
                sums.add(written.get(i).sums());
            }
        }
        Normalization normalization = sums.normalization();
        List<Manifest.Counts> counts = Arrays.stream(Split.values())
                .map(split -> counts(
                        split,
                        files.stream().filter(file -> file.split() == split).toList()))
                .toList();
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                hash,
                dataset,
                source.shape(),
                Manifest.doubles(normalization.mean()),
                Manifest.doubles(normalization.std()),
                source.parts().stream().map(Source.Part::name).toList(),
                checksums,
                counts,
                written.stream().map(Written::file).toList(),
                overlaps);
    }

    private Manifest.Counts counts(Split split, List<Images> files) {
        Integer[] perClass = new Integer[source.classes()];
        Arrays.fill(perClass, 0);
        files.forEach(file -> {
            for (byte label : file.labels()) {
                perClass[label]++;
            }
        });
        int images = Arrays.stream(perClass).mapToInt(Integer::intValue).sum();
        return new Manifest.Counts(split, images, List.of(perClass));
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

    /** The images of a shard file, counted over all parts, and their labels; every file but the last has as many. */
    record Images(Split split, int first, int perFile, int[] images, byte[] labels) implements Serializable {
        String name() {
            return "%s-%05d.parquet".formatted(split.label(), first / perFile);
        }
    }

    /** A shard file that is done. */
    record Written(Manifest.File file, ChannelSums sums) implements Serializable {}

    private record Unpack(Unpacked unpacked) implements Function<Source.Part, Contents> {
        static final String PROGRESS = "unpack";
        /** Images between two messages to the driver. */
        private static final int STEP = 4096;

        @Override
        public Contents call(Source.Part part) {
            return unpacked.write(part, done -> {
                if (done % STEP == 0) {
                    MeanfieldPlugin.tell(PROGRESS + " " + part.name(), done);
                }
            });
        }
    }

    private record Sum() implements Function<Source, List<Source.Checksum>> {
        @Override
        public List<Source.Checksum> call(Source source) {
            return source.checksums();
        }
    }
}
