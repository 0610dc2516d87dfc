package org.meanfield.spark.dl4j;

import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.core.storage.listener.RoutingIterationListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.listeners.VanillaStatsStorageRouter;
import org.meanfield.train.State;
import org.meanfield.train.WorkerResult;

/**
 * One worker's part of a round of {@link RoundTrainingMaster}, on an executor.
 *
 * @param graph whether the network is a graph
 * @param configuration of the network
 * @param state the state that the round starts from; its steps are the network's iterations
 * @param first the iteration of a shard's first batch
 * @param until the iteration that the round ends before
 * @param epoch the network's epochs so far
 * @param seed of the dropout masks
 * @param hooks called before and after each step
 * @param listeners of the network
 * @param collect whether listeners' statistics go to the driver; otherwise they write to their own storage
 * @param routed receives the listeners' statistics
 */
record TrainBatches(
        boolean graph,
        Broadcast<String> configuration,
        Broadcast<State> state,
        long first,
        long until,
        int epoch,
        long seed,
        List<TrainingHook> hooks,
        List<TrainingListener> listeners,
        boolean collect,
        CollectionAccumulator<RoutedStats> routed)
        implements Function<BatchShard, WorkerResult> {
    @Override
    public WorkerResult call(BatchShard shard) throws InterruptedException {
        State start = state.value();
        VanillaStatsStorageRouter router = new VanillaStatsStorageRouter();
        for (TrainingListener listener : listeners) {
            if (collect && listener instanceof RoutingIterationListener routing) {
                routing.setStorageRouter(router);
                routing.setWorkerID("worker-" + shard.worker());
            }
        }
        List<Object> batches = shard.range(start.steps() - first, until - first);
        WorkerResult result = UserNetwork.use(
                new UserNetwork.Kind(graph, configuration.value()),
                network -> network.steps(
                        start, epoch, seed, shard.worker(), batches, new UserNetwork.Watchers(hooks, listeners)));
        RoutedStats brought = RoutedStats.of(router);
        if (!brought.isEmpty()) {
            routed.add(brought);
        }
        return result;
    }
}
