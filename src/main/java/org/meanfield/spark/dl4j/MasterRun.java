package org.meanfield.spark.dl4j;

import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.meanfield.spark.Broadcasts;
import org.meanfield.spark.Round;
import org.meanfield.train.NetworkState;
import org.meanfield.train.State;
import org.nd4j.linalg.api.buffer.DataType;

/** One pass of a {@link RoundTrainingMaster} over its data: the rounds until every mini-batch is used. */
record MasterRun(JavaSparkContext context, MasterSettings settings, NeuralNetwork network, WatchedMaster.Watch watch) {
    private static final String DESCRIPTION = "spark.job.description";

    MasterRun {
        DataType type = network.params().dataType();
        if (type == DataType.DOUBLE) {
            throw new IllegalArgumentException("The network's data type is DOUBLE but must be FLOAT");
        }
    }

    /** Trains the network and returns its mean loss in the last round. */
    double fit(JavaRDD<BatchShard> shards) {
        String description = context.getLocalProperty(DESCRIPTION);
        long start = System.nanoTime();
        shards.persist(settings.level());
        try {
            context.setJobDescription("Distribute the training data");
            int steps = shards.map(shard -> shard.batches().size()).reduce(Math::max);
            if (steps == 0) {
                throw new IllegalArgumentException("The training data are empty");
            }
            measure(MasterStats.Part.DEAL, start);
            UserNetwork.Kind kind = UserNetwork.Kind.of(network);
            double loss = Broadcasts.use(
                    context, kind.configuration(), configuration -> rounds(shards, steps, kind.graph(), configuration));
            measure(MasterStats.Part.FIT, start);
            return loss;
        } finally {
            shards.unpersist();
            context.setLocalProperty(DESCRIPTION, description);
        }
    }

    private double rounds(JavaRDD<BatchShard> shards, int steps, boolean graph, Broadcast<String> configuration) {
        CollectionAccumulator<RoutedStats> routed = context.sc().collectionAccumulator("listeners");
        int first = UserNetwork.iterations(network);
        int epoch = UserNetwork.epochs(network);
        State initial = NetworkState.of(network, first);
        State state = initial;
        double loss = 0;
        while (state.steps() < (long) first + steps) {
            long until = Math.min(state.steps() + settings.averagingFrequency(), (long) first + steps);
            context.setJobDescription(String.format(Locale.ROOT, "Steps %d to %d", state.steps() + 1, until));
            Round round = Round.take(
                    context,
                    shards,
                    state,
                    until,
                    broadcast -> new TrainBatches(
                            graph,
                            configuration,
                            broadcast,
                            first,
                            until,
                            epoch,
                            settings.rngSeed(),
                            watch.hooks(),
                            watch.listeners(),
                            watch.storage().isPresent(),
                            routed));
            state = settings.saveUpdater()
                    ? round.mean().state()
                    : new State(round.mean().state().parameters(), initial.updater(), until);
            loss = round.loss();
            // After each round, so that they can be watched while training.
            watch.storage().ifPresent(router -> routed.value().forEach(brought -> brought.writeTo(router)));
            routed.reset();
            watch.stats().ifPresent(all -> {
                all.add(MasterStats.Part.BROADCAST, round.broadcastSeconds());
                all.add(MasterStats.Part.COMPUTE, round.computeSeconds());
                all.add(MasterStats.Part.MEAN, round.meanSeconds());
            });
        }
        NetworkState.load(state, network);
        UserNetwork.count(network, state.steps(), epoch);
        return loss;
    }

    private void measure(MasterStats.Part part, long start) {
        watch.stats().ifPresent(all -> all.add(part, Round.seconds(start, System.nanoTime())));
    }
}
