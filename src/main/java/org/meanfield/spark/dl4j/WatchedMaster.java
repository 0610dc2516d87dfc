package org.meanfield.spark.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.listeners.VanillaStatsStorageRouterProvider;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;

/** The part of DL4J's training master interface besides training: hooks, listeners, statistics and its own worker. */
abstract class WatchedMaster
        implements TrainingMaster<ParameterAveragingTrainingResult, ParameterAveragingTrainingWorker> {
    private final List<TrainingHook> hooks = new ArrayList<>();
    private List<TrainingListener> listeners = List.of();
    private Optional<StatsStorageRouter> storage = Optional.empty();
    private Optional<MasterStats> stats = Optional.empty();

    /**
     * The observers of a training.
     *
     * @param hooks called by workers before and after each step
     * @param listeners of the workers' networks
     * @param storage the storage of listeners' statistics
     * @param stats the durations of the rounds' phases
     */
    record Watch(
            List<TrainingHook> hooks,
            List<TrainingListener> listeners,
            Optional<StatsStorageRouter> storage,
            Optional<MasterStats> stats) {}

    /** Returns the current observers. */
    final Watch watch() {
        return new Watch(new ArrayList<>(hooks), new ArrayList<>(listeners), storage, stats);
    }

    /** Returns the settings as DL4J's names and values. */
    abstract WorkerConfiguration workerConfiguration(boolean graph);

    abstract boolean savesUpdater();

    @Override
    public void addHook(TrainingHook hook) {
        hooks.add(hook);
    }

    @Override
    public void removeHook(TrainingHook hook) {
        hooks.remove(hook);
    }

    @Override
    public void setListeners(Collection<TrainingListener> some) {
        listeners = List.copyOf(some);
        storage = Optional.empty();
    }

    @Override
    public void setListeners(StatsStorageRouter router, Collection<TrainingListener> some) {
        listeners = List.copyOf(some);
        storage = Optional.ofNullable(router);
    }

    @Override
    public void setCollectTrainingStats(boolean collect) {
        stats = collect ? Optional.of(stats.orElseGet(MasterStats::new)) : Optional.empty();
    }

    @Override
    public boolean getIsCollectTrainingStats() {
        return stats.isPresent();
    }

    /** Returns the durations of the rounds' phases; empty if they are not measured. */
    @Override
    public SparkTrainingStats getTrainingStats() {
        return stats.orElseGet(MasterStats::new);
    }

    /** Returns DL4J's own worker with this master's network and settings, for programs that run it themselves. */
    @Override
    public ParameterAveragingTrainingWorker getWorkerInstance(SparkDl4jMultiLayer network) {
        return worker(
                network.getSparkContext(),
                false,
                new NetBroadcastTuple(
                        network.getNetwork().getLayerWiseConfigurations(),
                        network.getNetwork().params(),
                        network.getNetwork().updaterState()));
    }

    /** Returns DL4J's own worker with this master's network and settings, for programs that run it themselves. */
    @Override
    public ParameterAveragingTrainingWorker getWorkerInstance(SparkComputationGraph graph) {
        return worker(
                graph.getSparkContext(),
                true,
                new NetBroadcastTuple(
                        graph.getNetwork().getConfiguration(),
                        graph.getNetwork().params(),
                        graph.getNetwork().updaterState()));
    }

    private ParameterAveragingTrainingWorker worker(JavaSparkContext context, boolean graph, NetBroadcastTuple start) {
        return new ParameterAveragingTrainingWorker(
                context.broadcast(start),
                savesUpdater(),
                workerConfiguration(graph),
                hooks,
                listeners,
                storage.map(router -> new VanillaStatsStorageRouterProvider()).orElse(null));
    }

    /** Returns true: there are no temporary files. */
    @Override
    public boolean deleteTempFiles(JavaSparkContext context) {
        return true;
    }

    /** Returns true: there are no temporary files. */
    @Override
    public boolean deleteTempFiles(SparkContext context) {
        return true;
    }
}
