package org.meanfield.spark;

import java.io.File;
import java.io.Serializable;
import java.nio.ByteBuffer;
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
import org.meanfield.storage.MappedFile;
import org.meanfield.train.RoundPlan;

/**
 * The images that one worker owns, determined by the job and the data set alone: a slice of the training split.
 * Serialization carries the slice only: the receiver reads the images again from their files.
 *
 * @param slice the slice of the training split
 * @param images the images, in memory or, if large, in a memory-mapped file, which needs no heap
 */
public record Shard(Slice slice, LabelledImages images) implements Serializable {
    /**
     * Eight such shards take half a GiB, which fits an executor of 1 GiB; larger ones are mapped from the local disk.
     */
    static final int LARGEST_IN_MEMORY = 64 << 20;

    /** Shared by the trials of a sweep. */
    private static final JvmCache<Slice, LabelledImages> IMAGES = new JvmCache<>();

    /** Returns the shards of a job, which the executors read on first use, and cache. */
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

    /** Reads the shard of a worker, on the executor. */
    record Read(Splits splits, RoundPlan plan) implements Function<Integer, Shard> {
        @Override
        public Shard call(Integer worker) {
            return new Slice(splits, worker, plan.shardStart(worker), plan.shardStart(worker + 1)).read();
        }
    }

    /** Serialization proxy of a shard. */
    private record Proxy(Slice slice) implements Serializable {
        private Object readResolve() {
            return slice.read();
        }
    }

    private Object writeReplace() {
        return new Proxy(slice);
    }

    /** Returns the number of the worker, from 0. */
    int worker() {
        return slice.worker();
    }

    /**
     * Returns a buffer of so many bytes: a large one maps a file in Spark's local folder, deleted once the buffer is
     * garbage.
     */
    static ByteBuffer memory(int bytes) {
        if (bytes <= LARGEST_IN_MEMORY) {
            return ByteBuffer.allocate(bytes);
        }
        File file = SparkEnv.get()
                .blockManager()
                .diskBlockManager()
                .createTempLocalBlock()
                ._2();
        return MappedFile.map(file, bytes);
    }
}
