package org.meanfield.spark.dl4j;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.deeplearning4j.spark.data.loader.RemoteFileSource;
import org.meanfield.config.RecordSerializer;
import org.nd4j.common.loader.Loader;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import scala.Tuple2;

/**
 * The mini-batches that one worker owns, of the user's data.
 *
 * @param worker its number, from 0
 * @param batches {@link DataSet}s, or {@link MultiDataSet}s for a graph, all of the batch size except the last
 */
@DefaultSerializer(RecordSerializer.class)
record BatchShard(int worker, ArrayList<Object> batches) implements Serializable {
    /** Distributes the items of an RDD round-robin over the workers, in order. */
    static <T> JavaRDD<T> deal(JavaRDD<T> items, int workers) {
        // The hash partition of a number from 0 is its remainder modulo the number of workers.
        return items.zipWithIndex()
                .mapToPair(Tuple2::swap)
                .repartitionAndSortWithinPartitions(new HashPartitioner(workers))
                .values();
    }

    /** Returns a shard for each partition. */
    static <T> JavaRDD<BatchShard> of(JavaRDD<T> data, Batcher.Kind<T> kind, int batchSize) {
        return data.mapPartitionsWithIndex(new Batcher<>(kind, batchSize), true);
    }

    /** Returns batches {@code from} … {@code until} − 1, or as many of them as exist. */
    List<Object> range(long from, long until) {
        int end = (int) Math.min(until, batches.size());
        return batches.subList((int) Math.min(from, end), end);
    }

    /** Loads a file from any Hadoop file system. */
    record Load<T>(Loader<T> loader) implements Function<String, T> {
        @Override
        public T call(String path) throws IOException {
            Configuration hadoop =
                    SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
            return loader.load(new RemoteFileSource(path, new Path(path).getFileSystem(hadoop)));
        }
    }
}
