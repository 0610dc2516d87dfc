package org.meanfield.spark.dl4j;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.meanfield.config.Seeds;
import org.meanfield.spark.Pool;
import org.meanfield.spark.Round;
import org.meanfield.train.NetworkState;
import org.meanfield.train.OwnThread;
import org.meanfield.train.State;
import org.meanfield.train.WorkerResult;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The user's network in an executor's JVM, trained as by its own {@code fit}. */
final class UserNetwork implements AutoCloseable {
    private static final Pool<Kind, UserNetwork> POOL = new Pool<>(UserNetwork::new, UserNetwork::close);

    private final OwnThread thread = new OwnThread();
    private final NeuralNetwork network;

    /**
     * What a network is created from.
     *
     * @param graph whether it is a {@code ComputationGraph}, else a {@code MultiLayerNetwork}
     * @param configuration DL4J's JSON, with the counters of iterations and epochs at 0
     */
    record Kind(boolean graph, String configuration) {
        static Kind of(NeuralNetwork network) {
            if (network instanceof ComputationGraph graph) {
                ComputationGraphConfiguration own = graph.getConfiguration().clone();
                own.setIterationCount(0);
                own.setEpochCount(0);
                return new Kind(true, own.toJson());
            }
            MultiLayerConfiguration own =
                    ((MultiLayerNetwork) network).getLayerWiseConfigurations().clone();
            own.setIterationCount(0);
            own.setEpochCount(0);
            return new Kind(false, own.toJson());
        }

        private NeuralNetwork network() {
            NeuralNetwork network = graph
                    ? new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration))
                    : new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
            network.init();
            return network;
        }
    }

    /** Hooks and listeners of the steps; DL4J documents neither as thread-safe, so each task has its own. */
    record Watchers(List<TrainingHook> hooks, List<TrainingListener> listeners) {}

    private UserNetwork(Kind kind) {
        this.network = kind.network();
    }

    /** Does {@code work} with a network of this kind in exclusive use. */
    static <T> T use(Kind kind, Pool.Work<UserNetwork, T> work) throws InterruptedException {
        return POOL.use(kind, work);
    }

    /** Sets the counters that learning rate schedules and listeners read. */
    static void count(NeuralNetwork network, long iterations, int epochs) {
        if (network instanceof ComputationGraph graph) {
            graph.getConfiguration().setIterationCount(Math.toIntExact(iterations));
            graph.getConfiguration().setEpochCount(epochs);
        } else {
            ((MultiLayerNetwork) network).setIterationCount(Math.toIntExact(iterations));
            ((MultiLayerNetwork) network).setEpochCount(epochs);
        }
    }

    /** Returns a network's iteration count. */
    static int iterations(NeuralNetwork network) {
        return network instanceof ComputationGraph graph
                ? graph.getConfiguration().getIterationCount()
                : ((MultiLayerNetwork) network).getIterationCount();
    }

    /** Returns a network's epoch count. */
    static int epochs(NeuralNetwork network) {
        return network instanceof ComputationGraph graph
                ? graph.getConfiguration().getEpochCount()
                : ((MultiLayerNetwork) network).getEpochCount();
    }

    /**
     * Takes a step on each of {@code batches}, from {@code state}.
     *
     * @param epoch the network's epoch count
     * @param seed of the dropout masks
     */
    WorkerResult steps(State state, int epoch, long seed, int worker, List<Object> batches, Watchers watchers)
            throws InterruptedException {
        return thread.run(() -> {
            long start = System.nanoTime();
            NetworkState.load(state, network);
            count(network, state.steps(), epoch);
            listen(watchers.listeners());
            long step = state.steps();
            long examples = 0;
            double lossSum = 0;
            for (Object batch : batches) {
                OwnThread.checkInterrupted();
                Nd4j.getRandom().setSeed(Seeds.of(seed, Seeds.Purpose.DROPOUT, worker, step++));
                long size = fit(batch, watchers.hooks());
                lossSum += ((Model) network).score() * size;
                examples += size;
            }
            State end = NetworkState.of(network, step);
            double seconds = Round.seconds(start, System.nanoTime());
            return WorkerResult.of(worker, state, end, examples, lossSum, seconds);
        });
    }

    /** Takes a step and returns the number of its examples. */
    private long fit(Object batch, List<TrainingHook> hooks) {
        Model model = (Model) network;
        if (batch instanceof DataSet data) {
            hooks.forEach(hook -> hook.preUpdate(data, model));
            network.fit(data);
            hooks.forEach(hook -> hook.postUpdate(data, model));
            return data.numExamples();
        }
        MultiDataSet data = (MultiDataSet) batch;
        hooks.forEach(hook -> hook.preUpdate(data, model));
        network.fit(data);
        hooks.forEach(hook -> hook.postUpdate(data, model));
        return data.getFeatures(0).size(0);
    }

    private void listen(List<TrainingListener> listeners) {
        if (network instanceof ComputationGraph graph) {
            graph.setListeners(listeners);
        } else {
            ((MultiLayerNetwork) network).setListeners(listeners);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
