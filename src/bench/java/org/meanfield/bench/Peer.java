package org.meanfield.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.data.Normalization;
import org.meanfield.engine.dl4j.LocalStep;
import org.meanfield.image.LabelledImages;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;
import org.meanfield.model.Networks;
import org.meanfield.model.init.FanMode;
import org.meanfield.model.init.KaimingNormal;
import org.meanfield.model.init.Nonlinearity;
import org.meanfield.train.Batches;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.RoundPlan;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A measured implementation: a process that reads lines {@code WORKLOAD BATCH MODE SECONDS} and answers each with a line of images per
 * second (for the modes {@code peak} and {@code peak-onednn}, of floating-point operations). It runs for the whole benchmark, so that it is warm.
 * {@code src/bench/torch_peer.py} uses the same protocol.
 */
final class Peer {
    private static final int PEAK_SIZE = 1536;

    private final boolean stock;
    private final boolean libtorch;
    private final List<Lane> lanes = List.of(new Lane(), new Lane());

    private Peer(boolean stock, boolean libtorch) {
        this.stock = stock;
        this.libtorch = libtorch;
    }

    /** Serves as {@code own}, {@code stock} or, by the engine torch, {@code libtorch}, with the instruction set of the second argument. */
    public static void main(String[] arguments) throws Exception {
        NativeLibrary.load(InstructionSet.of(arguments[1]));
        Peer peer = new Peer(arguments[0].equals("stock"), arguments[0].equals("libtorch"));
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println(peer.answer(
                    Workload.valueOf(words[0].toUpperCase(Locale.ROOT)),
                    Integer.parseInt(words[1]),
                    words[2],
                    Double.parseDouble(words[3])));
        }
        System.exit(0); // the lanes' threads would keep the process alive
    }

    private double answer(Workload workload, int batch, String mode, double seconds) throws IOException {
        return switch (mode) {
            case "train" -> sum(lanes.subList(0, 1), lane -> lane.train(workload, batch, seconds));
            case "train-two" -> sum(lanes, lane -> lane.train(workload, batch, seconds));
            case "infer" -> sum(lanes.subList(0, 1), lane -> lane.infer(workload, batch, seconds));
            case "pipeline" -> sum(lanes.subList(0, 1), lane -> lane.pipeline(workload, batch, seconds));
            case "peak" -> sum(lanes.subList(0, 1), lane -> lane.peak(seconds));
            case "peak-onednn" -> sum(lanes.subList(0, 1), lane -> lane.oneDnnPeak(seconds));
            default -> throw new IOException("mode is " + mode);
        };
    }

    private interface Measure {
        double of(Lane lane);
    }

    private static double sum(List<Lane> lanes, Measure measure) {
        List<Future<Double>> answers = new ArrayList<>();
        lanes.forEach(lane -> answers.add(lane.thread.submit(() -> measure.of(lane))));
        double sum = 0;
        for (Future<Double> answer : answers) {
            try {
                sum += answer.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return sum;
    }

    /** A thread with networks of its own. */
    private final class Lane {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Map<Workload, ComputationGraph> networks = new EnumMap<>(Workload.class);
        private final LearnerLane learners = new LearnerLane();
        private final LocalStep step = new LocalStep(new GradientClipping.None());
        private long steps;
        /** A sink for results, so that the compiler does not eliminate their computation. */
        @SuppressWarnings("unused")
        private Object last;

        private ComputationGraph network(Workload workload) {
            return networks.computeIfAbsent(workload, key -> {
                ComputationGraphConfiguration configuration = stock ? key.stock() : key.own();
                ComputationGraph network = Networks.create(configuration);
                Networks.initialize(network, new KaimingNormal(FanMode.FAN_IN, Nonlinearity.RELU), 1);
                return network;
            });
        }

        double train(Workload workload, int batch, double seconds) {
            if (libtorch) {
                return learners.train(workload, batch, seconds);
            }
            ComputationGraph network = network(workload);
            INDArray features = workload.features(batch);
            INDArray labels = workload.labels(batch);
            if (stock) {
                DataSet examples = new DataSet(features, labels);
                return rate(batch, seconds, () -> network.fit(examples));
            }
            return rate(batch, seconds, () -> step.take(network, features, labels, steps++));
        }

        double infer(Workload workload, int batch, double seconds) {
            if (libtorch) {
                return learners.infer(workload, batch, seconds);
            }
            ComputationGraph network = network(workload);
            INDArray features = workload.features(batch);
            return rate(batch, seconds, () -> network.outputSingle(false, features));
        }

        /** Converts bytes to normalized floats, shuffled, and labels to one-hot rows. */
        double pipeline(Workload workload, int batch, double seconds) {
            int count = 50 * batch;
            byte[] pixels = new byte[count * workload.shape().size()];
            new SplittableRandom(1).nextBytes(pixels);
            byte[] labels = new byte[count];
            LabelledImages images = new LabelledImages(workload.shape(), pixels, labels);
            RoundPlan plan = new RoundPlan(count, 1, batch, 1, Integer.MAX_VALUE, 0);
            Batches batches = new Batches(plan, 1, 0, images, Normalization.of(images), Workload.CLASSES, 0, List.of());
            return rate(batch, seconds, () -> last = batches.of(steps++));
        }

        /** The rate of oneDNN's product of the same matrices. */
        double oneDnnPeak(double seconds) {
            long length = (long) PEAK_SIZE * PEAK_SIZE;
            try (FloatPointer a = new FloatPointer(length);
                    FloatPointer b = new FloatPointer(length);
                    FloatPointer c = new FloatPointer(length)) {
                for (long i = 0; i < length; i++) {
                    a.put(i, (float) (i % 7));
                    b.put(i, (float) (i % 5));
                }
                return rate(
                        2.0 * PEAK_SIZE * PEAK_SIZE * PEAK_SIZE,
                        seconds,
                        () -> dnnl.dnnl_sgemm(
                                (byte) 'N',
                                (byte) 'N',
                                PEAK_SIZE,
                                PEAK_SIZE,
                                PEAK_SIZE,
                                1,
                                a,
                                PEAK_SIZE,
                                b,
                                PEAK_SIZE,
                                0,
                                c,
                                PEAK_SIZE));
            }
        }

        /** The rate of ND4J's own product of square matrices, by OpenBLAS. */
        double peak(double seconds) {
            INDArray a = Nd4j.rand(PEAK_SIZE, PEAK_SIZE);
            INDArray b = Nd4j.rand(PEAK_SIZE, PEAK_SIZE);
            INDArray c = Nd4j.createUninitialized(PEAK_SIZE, PEAK_SIZE);
            return rate(2.0 * PEAK_SIZE * PEAK_SIZE * PEAK_SIZE, seconds, () -> a.mmuli(b, c));
        }

        private double rate(double each, double seconds, Runnable work) {
            work.run();
            long start = System.nanoTime();
            double passed = 0;
            int times = 0;
            while (passed < seconds) {
                work.run();
                times++;
                passed = (System.nanoTime() - start) / 1e9;
            }
            return times * each / passed;
        }
    }
}
