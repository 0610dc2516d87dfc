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

/** A network of the user's own, in an executor's JVM, which does what its own {@code fit} does. */
final class UserNetwork implements AutoCloseable {
    private static final Pool<Kind, UserNetwork> POOL = new Pool<>(UserNetwork::new, UserNetwork::close);

    private final OwnThread thread = new OwnThread();
    private final NeuralNetwork network;

    /**
     * What it is made from.
     *
     * @param graph whether it is a graph, or a stack of layers
     * @param configuration DL4J's JSON, with no iterations and epochs on its counters
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

    /** What happens beside the steps; DL4J says of neither that it may be shared by threads, so each task has its own. */
    record Watchers(List<TrainingHook> hooks, List<TrainingListener> listeners) {}

    private UserNetwork(Kind kind) {
        this.network = kind.network();
    }

    /** Does {@code work} with a network of this kind that nobody else uses meanwhile. */
    static <T> T use(Kind kind, Pool.Work<UserNetwork, T> work) throws InterruptedException {
        return POOL.use(kind, work);
    }

    /** Sets the counters that learning rates and listeners look at. */
    static void count(NeuralNetwork network, long iterations, int epochs) {
        if (network instanceof ComputationGraph graph) {
            graph.getConfiguration().setIterationCount(Math.toIntExact(iterations));
            graph.getConfiguration().setEpochCount(epochs);
        } else {
            ((MultiLayerNetwork) network).setIterationCount(Math.toIntExact(iterations));
            ((MultiLayerNetwork) network).setEpochCount(epochs);
        }
    }

    /** Returns the iterations on a network's counter. */
    static int iterations(NeuralNetwork network) {
        return network instanceof ComputationGraph graph
                ? graph.getConfiguration().getIterationCount()
                : ((MultiLayerNetwork) network).getIterationCount();
    }

    /** Returns the epochs on a network's counter. */
    static int epochs(NeuralNetwork network) {
        return network instanceof ComputationGraph graph
                ? graph.getConfiguration().getEpochCount()
                : ((MultiLayerNetwork) network).getEpochCount();
    }

    /**
     * Takes a step on each of {@code batches}, from {@code state}.
     *
     * @param epoch what the network's counter of epochs stands at
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
