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
 * trains unchanged.
 *
 * <p>One {@code fit} is one pass over the data. Items are distributed once, round-robin over the workers, split into
 * mini-batches and cached on the executors for that pass. In a round each worker takes {@code averagingFrequency} steps
 * on its next mini-batches from the same parameters and optimizer state; then both are averaged, weighted by the
 * examples of each worker, in double precision and in worker order. A worker without mini-batches left has weight 0.
 * The network's iteration count grows by the steps of the worker with most steps, and its score is the mean loss over the last
 * round's examples. A round waits for its slowest worker, and Spark runs a lost worker's task again from the same state.
 *
 * <p>The bits of the result depend on the items of the RDD, their order and, with {@link Repartition#Never}, their
 * partitions; if the RDD is deterministic, they do not depend on executors, cores or retries. Dropout masks are drawn
 * from {@link Builder#rngSeed}, worker and iteration.
 *
 * <p>An RDD that is not cached is computed twice: to number its items and to distribute them. Its own storage level is
 * not changed. Double-precision networks are rejected, since states are sent in single precision.
 */
public final class RoundTrainingMaster extends WatchedMaster {
    private final MasterSettings settings;

    private RoundTrainingMaster(MasterSettings settings) {
        this.settings = settings;
        setCollectTrainingStats(settings.collectTrainingStats());
    }

    /**
     * Builder with the names of DL4J's. Settings of DL4J without an equivalent are left out: there is no tree
     * aggregation, no prefetching, no export of data to files and no random split per round.
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
         * @param rddDataSetNumExamples as in DL4J, positive; ignored, since examples are counted
         */
        public Builder(int rddDataSetNumExamples) {
            this.workers = 0;
            MasterSettings.positive(rddDataSetNumExamples, "rddDataSetNumExamples");
        }

        /**
         * Creates one.
         *
         * @param workers positive; each has a shard of the data and runs where Spark schedules it
         * @param rddDataSetNumExamples as in DL4J, positive; ignored, since examples are counted
         */
        public Builder(int workers, int rddDataSetNumExamples) {
            this.workers = MasterSettings.positive(workers, "workers");
            MasterSettings.positive(rddDataSetNumExamples, "rddDataSetNumExamples");
        }

        /** Sets the mini-batch size of a worker, positive; 16 by default. */
        public Builder batchSizePerWorker(int examples) {
            this.batchSizePerWorker = MasterSettings.positive(examples, "batchSizePerWorker");
            return this;
        }

        /** Sets the local steps of a round, positive; 5 by default. */
        public Builder averagingFrequency(int steps) {
            this.averagingFrequency = MasterSettings.positive(steps, "averagingFrequency");
            return this;
        }

        /**
         * Sets whether the optimizer's state is averaged with the parameters, as it is by default; otherwise each round
         * starts with that of the network.
         */
        public Builder saveUpdater(boolean save) {
            this.saveUpdater = save;
            return this;
        }

        /**
         * Sets whether items are redistributed always (the default), if the number of partitions differs from the
         * workers, or never.
         */
        public Builder repartionData(Repartition when) {
            this.repartition = when;
            return this;
        }

        /** Sets the storage level of the workers' mini-batches during a pass; MEMORY_AND_DISK by default. */
        public Builder storageLevel(StorageLevel level) {
            this.storageLevel = level;
            return this;
        }

        /** Sets the seed of dropout masks; 1 by default. */
        public Builder rngSeed(long seed) {
            this.rngSeed = seed;
            return this;
        }

        /** Sets whether to measure the phases of a round; false by default. */
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

        /** Builds the master. */
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
                BatchShard.of(distributed(context, data), new Batcher.Single(), settings.batchSizePerWorker());
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
                BatchShard.of(distributed(context, data), new Batcher.Multi(), settings.batchSizePerWorker());
        train(context, graph.getNetwork(), shards, graph::setScore);
    }

    /** Trains {@code network} or {@code graph}, whichever is not null, on files read by the loader that is not null. */
    @Override
    public void executeTrainingPaths(
            SparkDl4jMultiLayer network,
            SparkComputationGraph graph,
            JavaRDD<String> paths,
            DataSetLoader dataSets,
            MultiDataSetLoader multiDataSets) {
        JavaSparkContext context = graph == null ? network.getSparkContext() : graph.getSparkContext();
        NeuralNetwork own = graph == null ? network.getNetwork() : graph.getNetwork();
        JavaRDD<String> distributed = distributed(context, paths);
        int batch = settings.batchSizePerWorker();
        JavaRDD<BatchShard> shards = dataSets == null
                ? BatchShard.of(distributed.map(new BatchShard.Load<>(multiDataSets)), new Batcher.Multi(), batch)
                : BatchShard.of(distributed.map(new BatchShard.Load<>(dataSets)), new Batcher.Single(), batch);
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

    private <T> JavaRDD<T> distributed(JavaSparkContext context, JavaRDD<T> items) {
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
