package org.meanfield.spark.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Parameter averaging in rounds for DL4J's own Spark networks: it takes the place of {@code
 * ParameterAveragingTrainingMaster} in {@link SparkDl4jMultiLayer} and {@link SparkComputationGraph}, whose network it
 * trains as it is.
 *
 * <p>One {@code fit} is one pass over the data. Their items are dealt out once, in their order, one to each worker after the
 * other, cut into mini-batches and kept on the executors for that pass. In a round each worker takes {@code
 * averagingFrequency} steps on its next mini-batches from the same parameters and optimizer state; then both are averaged,
 * weighted by the examples that each worker has seen, in double precision and in the order of the workers. A worker whose
 * mini-batches are used up has no weight. The network's iteration count grows by the steps that the busiest worker took,
 * and its score is the mean over the last round's examples.
 *
 * <p>The bits of the result depend on the data in the RDD, their order and, with {@link Repartition#Never}, their
 * partitions; where the RDD gives the same items in the same order each time, they do not depend on executors, cores or
 * retries. Dropout masks are drawn from {@link Builder#rngSeed}, worker and iteration.
 *
 * <p>An RDD that is not cached is computed twice: to number its items and to deal them out. Its own storage level is left
 * alone. Parameters of double precision are refused, since states travel as single precision.
 */
public final class RoundTrainingMaster extends WatchedMaster {
    private final MasterSettings settings;

    private RoundTrainingMaster(MasterSettings settings) {
        this.settings = settings;
        setCollectTrainingStats(settings.collectTrainingStats());
    }

    /**
     * Collects settings, under the names that they have in DL4J. What has none here has nothing to set: there is no tree of
     * aggregations, no prefetching, no export of data to files and no random split for each round.
     */
    public static final class Builder {
        private final int workers;
        private int batchSizePerWorker = 16;
        private int averagingFrequency = 5;
        private boolean saveUpdater = true;
        private Repartition repartition = Repartition.Always;
        private StorageLevel storageLevel = StorageLevel.MEMORY_AND_DISK();
        private long rngSeed = 1;
        private boolean collectTrainingStats;
        private final List<TrainingHook> hooks = new ArrayList<>();

        /**
         * Creates one for as many workers as the context's default parallelism.
         *
         * @param rddDataSetNumExamples as in DL4J, positive; it is not needed, since examples are counted
         */
        public Builder(int rddDataSetNumExamples) {
            this.workers = 0;
            positive(rddDataSetNumExamples, "rddDataSetNumExamples");
        }

        /**
         * Creates one.
         *
         * @param workers positive; each has a shard of the data, and Spark decides where it runs
         * @param rddDataSetNumExamples as in DL4J, positive; it is not needed, since examples are counted
         */
        public Builder(int workers, int rddDataSetNumExamples) {
            this.workers = positive(workers, "workers");
            positive(rddDataSetNumExamples, "rddDataSetNumExamples");
        }

        /** Sets the examples of a step of a worker, positive; 16 by default. */
        public Builder batchSizePerWorker(int examples) {
            this.batchSizePerWorker = positive(examples, "batchSizePerWorker");
            return this;
        }

        /** Sets the steps of a round, positive; 5 by default. */
        public Builder averagingFrequency(int steps) {
            this.averagingFrequency = positive(steps, "averagingFrequency");
            return this;
        }

        /**
         * Sets whether the optimizer's state is averaged with the parameters, as it is by default; else each round starts
         * with the one that the network has.
         */
        public Builder saveUpdater(boolean save) {
            this.saveUpdater = save;
            return this;
        }

        /** Sets whether items are dealt out always, by default, or as partitions differ in number from workers, or never. */
        public Builder repartionData(Repartition when) {
            this.repartition = when;
            return this;
        }

        /** Sets where the workers' mini-batches are kept during a pass; in memory, and on disk what has no room, by default. */
        public Builder storageLevel(StorageLevel level) {
            this.storageLevel = level;
            return this;
        }

        /** Sets the seed of dropout masks; 1 by default. */
        public Builder rngSeed(long seed) {
            this.rngSeed = seed;
            return this;
        }

        /** Sets whether to measure how long the parts of a round take; not by default. */
        public Builder collectTrainingStats(boolean collect) {
            this.collectTrainingStats = collect;
            return this;
        }

        /** Adds what the workers call before and after each step. */
        public Builder trainingHooks(Collection<TrainingHook> more) {
            hooks.addAll(more);
            return this;
        }

        /** Adds what the workers call before and after each step. */
        public Builder trainingHooks(TrainingHook... more) {
            return trainingHooks(Arrays.asList(more));
        }

        /** Returns the master. */
        public RoundTrainingMaster build() {
            RoundTrainingMaster master = new RoundTrainingMaster(new MasterSettings(
                    workers,
                    batchSizePerWorker,
                    averagingFrequency,
                    saveUpdater,
                    repartition,
                    MasterSettings.name(storageLevel),
                    rngSeed,
                    collectTrainingStats));
            hooks.forEach(master::addHook);
            return master;
        }

        private static int positive(int value, String name) {
            if (value <= 0) {
                throw new IllegalArgumentException("%s is %d but must be positive".formatted(name, value));
            }
            return value;
        }
    }

    /** Reads the settings that {@link #toJson} wrote; hooks and listeners are not among them. */
    public static RoundTrainingMaster fromJson(String json) {
        return new RoundTrainingMaster(MasterSettings.read(json));
    }

    /** Reads the settings that {@link #toYaml} wrote; hooks and listeners are not among them. */
    public static RoundTrainingMaster fromYaml(String yaml) {
        return new RoundTrainingMaster(MasterSettings.read(yaml));
    }

    @Override
    public String toJson() {
        return settings.toJson();
    }

    @Override
    public String toYaml() {
        return settings.toYaml();
    }

    @Override
    public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
        JavaSparkContext context = network.getSparkContext();
        JavaRDD<BatchShard> shards =
                BatchShard.of(dealt(context, data), new Batcher.Single(), settings.batchSizePerWorker());
        train(context, network.getNetwork(), shards, network::setScore);
    }

    @Override
    public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
        executeTrainingMDS(graph, data.map(DataSet::toMultiDataSet));
    }

    @Override
    public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
        JavaSparkContext context = graph.getSparkContext();
        JavaRDD<BatchShard> shards =
                BatchShard.of(dealt(context, data), new Batcher.Multi(), settings.batchSizePerWorker());
        train(context, graph.getNetwork(), shards, graph::setScore);
    }

    /** Trains the one of {@code network} and {@code graph} that is there, on files that the loader that is there reads. */
    @Override
    public void executeTrainingPaths(
            SparkDl4jMultiLayer network,
            SparkComputationGraph graph,
            JavaRDD<String> paths,
            DataSetLoader dataSets,
            MultiDataSetLoader multiDataSets) {
        JavaSparkContext context = graph == null ? network.getSparkContext() : graph.getSparkContext();
        NeuralNetwork own = graph == null ? network.getNetwork() : graph.getNetwork();
        JavaRDD<String> dealt = dealt(context, paths);
        int batch = settings.batchSizePerWorker();
        JavaRDD<BatchShard> shards = dataSets == null
                ? BatchShard.of(dealt.map(new BatchShard.Load<>(multiDataSets)), new Batcher.Multi(), batch)
                : BatchShard.of(dealt.map(new BatchShard.Load<>(dataSets)), new Batcher.Single(), batch);
        train(context, own, shards, graph == null ? network::setScore : graph::setScore);
    }

    @Override
    WorkerConfiguration workerConfiguration(boolean graph) {
        int batch = settings.batchSizePerWorker();
        return new WorkerConfiguration(graph, 1, batch, settings.averagingFrequency(), 0, getIsCollectTrainingStats());
    }

    @Override
    boolean savesUpdater() {
        return settings.saveUpdater();
    }

    private <T> JavaRDD<T> dealt(JavaSparkContext context, JavaRDD<T> items) {
        int workers = settings.workers() == 0 ? context.defaultParallelism() : settings.workers();
        boolean deal =
                switch (settings.repartition()) {
                    case Always -> true;
                    case Never -> false;
                    case NumPartitionsWorkersDiffers -> items.getNumPartitions() != workers;
                };
        return deal ? BatchShard.deal(items, workers) : items;
    }

    private void train(
            JavaSparkContext context, NeuralNetwork network, JavaRDD<BatchShard> shards, DoubleConsumer score) {
        score.accept(new MasterRun(context, settings, network, watch()).fit(shards));
    }
}
