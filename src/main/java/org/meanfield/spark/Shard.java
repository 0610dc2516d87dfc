package org.meanfield.spark;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.JvmCache;
import org.meanfield.train.RoundPlan;

/**
 * The images that one worker owns, fixed by the job and the data set alone: a slice of the training split. Shards never
 * travel: where one is sent, or was put on disk, it is read again.
 *
 * @param slice which images they are
 * @param images the images, in memory or, where they are many, in a mapped file, which needs no heap
 */
public record Shard(Slice slice, LabelledImages images) implements Serializable {
    /** Eight such shards take half a GiB, which an executor of 1 GiB has; what is larger goes to the local disk. */
    static final int LARGEST_IN_MEMORY = 64 << 20;

    /** The trials of a sweep have their shards in common. */
    private static final JvmCache<Slice, LabelledImages> IMAGES = new JvmCache<>();

    /** Returns the shards of a job, which the executors read when they are first used, and keep. */
    public static JavaRDD<Shard> rdd(JavaSparkContext context, Splits splits, RoundPlan plan) {
        List<Integer> workers = IntStream.range(0, plan.workers()).boxed().toList();
        return context.parallelize(workers, plan.workers())
                .map(new Read(splits, plan))
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** The images {@code from} … {@code to} − 1 of the training split, which {@code worker}, from 0, owns. */
    record Slice(Splits splits, int worker, int from, int to) implements Serializable {
        Shard read() {
            return new Shard(this, IMAGES.get(this, () -> splits.read(Split.TRAIN, from, to, Shard::memory)));
        }
    }

    /** Makes the shard of a worker, on the executor. */
    record Read(Splits splits, RoundPlan plan) implements Function<Integer, Shard> {
        @Override
        public Shard call(Integer worker) {
            return new Slice(splits, worker, plan.shardStart(worker), plan.shardStart(worker + 1)).read();
        }
    }

    /** What Java's serialization writes for a shard. */
    private record Shipped(Slice slice) implements Serializable {
        private Object readResolve() {
            return slice.read();
        }
    }

    private Object writeReplace() {
        return new Shipped(slice);
    }

    /** Returns the number of the worker, from 0. */
    int worker() {
        return slice.worker();
    }

    /** Returns room for so many bytes: a large one is a file of Spark's local folder, which is gone once nobody uses it. */
    static ByteBuffer memory(int bytes) {
        if (bytes <= LARGEST_IN_MEMORY) {
            return ByteBuffer.allocate(bytes);
        }
        File file = SparkEnv.get()
                .blockManager()
                .diskBlockManager()
                .createTempLocalBlock()
                ._2();
        try (RandomAccessFile room = new RandomAccessFile(file, "rw")) {
            return room.getChannel().map(MapMode.READ_WRITE, 0, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot use %s for a shard of %d bytes: %s".formatted(file, bytes, e.getMessage()), e);
        } finally {
            file.delete(); // its bytes stay for as long as they are mapped
        }
    }
}
