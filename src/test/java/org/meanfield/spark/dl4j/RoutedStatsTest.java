package org.meanfield.spark.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.listener.RoutingIterationListener;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.spark.impl.listeners.VanillaStatsStorageRouter;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import org.meanfield.testing.LocalSpark;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

final class RoutedStatsTest {
    /** Two workers of 6 and 5 examples take three steps each, in rounds of two and one. */
    @Test
    void whatListenersWriteOnTheExecutorsReachesTheStorageOfTheDriver() {
        JavaSparkContext context = LocalSpark.context();
        VanillaStatsStorageRouter storage = new VanillaStatsStorageRouter();
        RoundTrainingMaster master = new RoundTrainingMaster.Builder(2, 1)
                .batchSizePerWorker(2)
                .averagingFrequency(2)
                .build();
        SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network(), master);
        spark.setListeners(storage, new Writing());

        spark.fit(context.parallelize(examples(11), 3));

        assertThat(storage.getUpdates())
                .extracting(note -> note.getWorkerID() + " " + note.getTimeStamp())
                .containsExactlyInAnyOrder(
                        "worker-0 0", "worker-1 0", "worker-0 1", "worker-1 1", "worker-0 2", "worker-1 2");
        // One of each task, which has a listener of its own.
        assertThat(storage.getStaticInfo())
                .extracting(Persistable::getWorkerID)
                .containsExactlyInAnyOrder("worker-0", "worker-1", "worker-0", "worker-1");
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list(new OutputLayer.Builder().nIn(2).nOut(2).build())
                .build());
        network.init();
        return network;
    }

    private static List<DataSet> examples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new DataSet(
                        Nd4j.createFromArray(new float[][] {{i, 1}}),
                        Nd4j.createFromArray(new float[][] {{i % 2, 1 - i % 2}})))
                .toList();
    }

    /** Writes something once, and at each iteration its number. */
    private static final class Writing extends BaseTrainingListener implements RoutingIterationListener {
        private static final long serialVersionUID = 1L;

        private transient StatsStorageRouter router;
        private String worker = "";
        private String session = "";
        private boolean introduced;

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            if (!introduced) {
                router.putStaticInfo(new Note(session, worker, 0));
                introduced = true;
            }
            router.putUpdate(new Note(session, worker, iteration));
        }

        @Override
        public void setStorageRouter(StatsStorageRouter given) {
            router = given;
        }

        @Override
        public StatsStorageRouter getStorageRouter() {
            return router;
        }

        @Override
        public void setWorkerID(String given) {
            worker = given;
        }

        @Override
        public String getWorkerID() {
            return worker;
        }

        @Override
        public void setSessionID(String given) {
            session = given;
        }

        @Override
        public String getSessionID() {
            return session;
        }

        @Override
        public RoutingIterationListener clone() {
            return new Writing();
        }
    }

    /** What is written: it travels by Java's serialization, never by its own encoding. */
    private record Note(String session, String worker, long iteration) implements Persistable {
        @Override
        public String getSessionID() {
            return session;
        }

        @Override
        public String getTypeID() {
            return "note";
        }

        @Override
        public String getWorkerID() {
            return worker;
        }

        @Override
        public long getTimeStamp() {
            return iteration;
        }

        @Override
        public int encodingLengthBytes() {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] encode() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void encode(ByteBuffer buffer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void encode(OutputStream stream) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void decode(byte[] bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void decode(ByteBuffer buffer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void decode(InputStream stream) {
            throw new UnsupportedOperationException();
        }
    }
}
