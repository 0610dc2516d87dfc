package org.meanfield.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;
import org.meanfield.config.Seeds;
import org.meanfield.data.Dataset;
import org.meanfield.data.Split;
import org.meanfield.image.LabelledImages;
import org.meanfield.train.RoundPlan;

/**
 * The images that one worker owns, fixed by the job and the data set alone.
 *
 * @param worker its number, from 0
 * @param images its part of the training split
 */
record Shard(int worker, LabelledImages images) implements Serializable {
    /** Not the job's: the order of the images is the data set's, so that it can be written down once for all jobs. */
    private static final long SEED = 1;

    /** Returns the shards of a job, which the executors read when they are first used, and keep. */
    static JavaRDD<Shard> rdd(JavaSparkContext context, Dataset dataset, RoundPlan plan) {
        List<Integer> workers = IntStream.range(0, plan.workers()).boxed().toList();
        return context.parallelize(workers, plan.workers())
                .map(new Read(dataset, plan))
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** Makes the shard of a worker from the training split, on the executor. */
    record Read(Dataset dataset, RoundPlan plan) implements Function<Integer, Shard> {
        @Override
        public Shard call(Integer worker) {
            int[] order = Seeds.permutation(plan.samples(), Seeds.stream(SEED, Seeds.Purpose.SHARD));
            int[] own = Arrays.copyOfRange(order, plan.shardStart(worker), plan.shardStart(worker + 1));
            return new Shard(worker, LocalData.of(dataset, Split.TRAIN).select(own));
        }
    }
}
