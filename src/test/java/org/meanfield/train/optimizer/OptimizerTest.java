package org.meanfield.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.engine.dl4j.LocalStep;
import org.meanfield.train.GradientClipping;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

final class OptimizerTest {
    private static final int STEPS = 8;
    private static final Schedule SCHEDULE = new CosineSchedule(3, 0.1);

    /** The cases of optimizers.py, which computed the trajectories. */
    private static final Map<String, Trial> TRIALS = Map.ofEntries(
            Map.entry("sgd", new Trial(new Sgd(0.5, 0))),
            Map.entry("sgd-decay", new Trial(new Sgd(0.5, 0.1))),
            Map.entry("sgd-value", new Trial(new Sgd(0.5, 0), new GradientClipping.Value(0.1))),
            Map.entry("sgd-global-norm", new Trial(new Sgd(0.5, 0.1), new GradientClipping.GlobalNorm(0.2))),
            Map.entry("momentum", new Trial(new Momentum(0.2, 0.9, 0))),
            Map.entry("momentum-decay", new Trial(new Momentum(0.2, 0.8, 0.1))),
            Map.entry("nesterov", new Trial(new Nesterov(0.2, 0.9, 0))),
            Map.entry("nesterov-decay", new Trial(new Nesterov(0.2, 0.8, 0.1))),
            Map.entry("adam", new Trial(new Adam(0.1, 0.9, 0.999, 1e-8, 0))),
            Map.entry("adam-epsilon", new Trial(new Adam(0.1, 0.8, 0.95, 0.01, 0.1))),
            Map.entry("adamw", new Trial(new Adamw(0.1, 0.9, 0.999, 1e-8, 0.3))));

    private record Trial(Optimizer optimizer, GradientClipping clipping) {
        private Trial(Optimizer optimizer) {
            this(optimizer, new GradientClipping.None());
        }
    }

    @Test
    void thereIsATrajectoryForEachCase() throws IOException {
        assertThat(trajectories().map(Trajectory::name).distinct())
                .containsExactlyInAnyOrderElementsOf(TRIALS.keySet());
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void followsTheReference(Trajectory expected) {
        follows(expected, DataType.DOUBLE, 1e-13);
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void followsTheReferenceInSinglePrecision(Trajectory expected) {
        follows(expected, DataType.FLOAT, 1e-6);
    }

    private static void follows(Trajectory expected, DataType type, double tolerance) {
        Trial trial = TRIALS.get(expected.name);
        ComputationGraph network = softmaxRegression(trial.optimizer, type);
        LocalStep step = new LocalStep(trial.clipping);
        INDArray features = features().castTo(type);
        INDArray labels = labels().castTo(type);
        for (int i = 0; i < STEPS; i++) {
            double loss = step.take(network, features, labels, i);
            assertThat(loss).as("loss of step %d", i).isCloseTo(expected.rows[i][2], within(tolerance));
            double[] parameters = network.params().toDoubleVector();
            for (int p = 0; p < parameters.length; p++) {
                assertThat(parameters[p])
                        .as("parameter %d after step %d", p, i)
                        .isCloseTo(expected.rows[i][3 + p], within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aNetworkThatStopsGoesOnFromItsIterationAlone(Optimizer optimizer) {
        LocalStep step = new LocalStep(new GradientClipping.None());
        ComputationGraph whole = softmaxRegression(optimizer);
        for (int i = 0; i < 6; i++) {
            step.take(whole, features(), labels(), i);
        }
        ComputationGraph first = softmaxRegression(optimizer);
        for (int i = 0; i < 3; i++) {
            step.take(first, features(), labels(), i);
        }
        ComputationGraph second = softmaxRegression(optimizer);
        second.params().assign(first.params());
        second.getUpdater().setStateViewArray(first.getUpdater().getStateViewArray());
        for (int i = 3; i < 6; i++) {
            step.take(second, features(), labels(), i);
        }
        assertThat(second.params()).isEqualTo(whole.params());
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void theConfigurationSurvivesJsonAndCloning(Optimizer optimizer) {
        for (Schedule schedule : List.of(
                new ConstantSchedule(1),
                new StepSchedule(List.of(0.25, 0.5), 0.2, 2),
                new CosineSchedule(3, 0.1),
                new ExponentialSchedule(0.1, 1))) {
            ComputationGraphConfiguration configuration = configuration(optimizer, schedule, DataType.DOUBLE);
            ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(configuration.toJson());
            assertThat(read).isEqualTo(configuration).isEqualTo(configuration.clone());
            assertThat(read.toJson()).isEqualTo(configuration.toJson());
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingsSurviveJavaSerialization(Object settings) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(settings);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(settings);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void theUpdaterSurvivesCloning(Optimizer optimizer) {
        IUpdater updater = optimizer.updater(new LearningRate(optimizer.learningRate(), SCHEDULE, STEPS));
        assertThat(updater.clone()).isEqualTo(updater);
        assertThat(updater.hasLearningRate()).isTrue();
        assertThat(updater.getLearningRate(0, 0)).isEqualTo(optimizer.learningRate() * (1.0 / 3));
    }

    @Test
    void oneRunOfLayersSharesOneUpdater() {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder();
        ComputationGraph network = new ComputationGraph(new Momentum(0.1, 0.9, 0.1)
                .configure(builder, SCHEDULE, STEPS)
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", new DenseLayer.Builder().nIn(3).nOut(4).build(), "in")
                .addLayer("out", new OutputLayer.Builder().nIn(4).nOut(2).build(), "hidden")
                .setOutputs("out")
                .build());
        network.init();
        assertThat(network.getUpdater().getUpdaterBlocks()).hasSize(1);
    }

    @Test
    void onlyWeightsDecay() {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder();
        ComputationGraph network = new ComputationGraph(new Sgd(0.5, 0.5)
                .configure(builder, new ConstantSchedule(0), STEPS)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(3))
                .addLayer(
                        "norm",
                        new BatchNormalization.Builder().useLogStd(false).build(),
                        "in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT).nOut(2).build(),
                        "norm")
                .setOutputs("out")
                .build());
        network.init();
        network.params().assign(1);
        // Without features and with equal weights for both classes, of which there are as many, the gradient is 0.
        new LocalStep(new GradientClipping.None())
                .take(network, Nd4j.zeros(2, 3), Nd4j.eye(2).castTo(DataType.FLOAT), 0);
        assertThat(network.getParam("out_W").ravel().toFloatVector()).containsOnly(0.75f);
        assertThat(network.getParam("out_b").ravel().toFloatVector()).containsOnly(1);
        assertThat(network.getParam("norm_gamma").ravel().toFloatVector()).containsOnly(1);
        assertThat(network.getParam("norm_beta").ravel().toFloatVector()).containsOnly(1);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        refused(() -> new Sgd(0, 0), "learning-rate is 0.0 but must be positive");
        refused(() -> new Sgd(Double.NaN, 0), "learning-rate is NaN but must be positive");
        refused(() -> new Sgd(0.1, -1), "weight-decay is -1.0 but must be 0 or more");
        refused(() -> new Momentum(-1, 0.9, 0), "learning-rate is -1.0 but must be positive");
        refused(() -> new Momentum(0.1, 1, 0), "momentum is 1.0 but must be in [0, 1)");
        refused(() -> new Momentum(0.1, 0.9, Double.NaN), "weight-decay is NaN but must be 0 or more");
        refused(() -> new Nesterov(Double.POSITIVE_INFINITY, 0.9, 0), "learning-rate is Infinity but must be positive");
        refused(() -> new Nesterov(0.1, 0, 0), "momentum is 0.0 but must be in (0, 1)");
        refused(() -> new Nesterov(0.1, 0.9, -0.1), "weight-decay is -0.1 but must be 0 or more");
        refused(() -> new Adam(0, 0.9, 0.999, 1e-8, 0), "learning-rate is 0.0 but must be positive");
        refused(() -> new Adam(0.1, 1, 0.999, 1e-8, 0), "beta1 is 1.0 but must be in [0, 1)");
        refused(() -> new Adam(0.1, 0.9, -0.1, 1e-8, 0), "beta2 is -0.1 but must be in [0, 1)");
        refused(() -> new Adam(0.1, 0.9, 0.999, 0, 0), "epsilon is 0.0 but must be positive");
        refused(() -> new Adamw(0.1, 0.9, 0.999, 1e-8, -1), "weight-decay is -1.0 but must be 0 or more");
    }

    private static void refused(Runnable creation, String message) {
        assertThatThrownBy(creation::run)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    private static Stream<Optimizer> optimizers() {
        return TRIALS.keySet().stream().sorted().map(name -> TRIALS.get(name).optimizer);
    }

    private static Stream<Object> settings() {
        return Stream.of(
                        optimizers(),
                        Stream.of(
                                new ConstantSchedule(1),
                                new StepSchedule(List.of(0.5), 0.1, 2),
                                new CosineSchedule(3, 0.1),
                                new ExponentialSchedule(0.1, 1)),
                        Stream.of(
                                new GradientClipping.None(),
                                new GradientClipping.Value(1),
                                new GradientClipping.GlobalNorm(2)),
                        Stream.of(new LocalStep(new GradientClipping.Value(1))))
                .flatMap(each -> each);
    }

    private static ComputationGraph softmaxRegression(Optimizer optimizer) {
        return softmaxRegression(optimizer, DataType.DOUBLE);
    }

    private static ComputationGraph softmaxRegression(Optimizer optimizer, DataType type) {
        ComputationGraph network = new ComputationGraph(configuration(optimizer, SCHEDULE, type));
        double[] parameters = IntStream.range(0, 8)
                .mapToDouble(i -> ((7 * i) % 11 - 5) / 10.0)
                .toArray();
        network.init(Nd4j.create(parameters, new long[] {1, 8}, type), false);
        return network;
    }

    private static ComputationGraphConfiguration configuration(Optimizer optimizer, Schedule schedule, DataType type) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder().dataType(type);
        return optimizer
                .configure(builder, schedule, STEPS)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(3)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "in")
                .setOutputs("out")
                .build();
    }

    private static INDArray features() {
        double[] values = IntStream.range(0, 15)
                .mapToDouble(i -> ((5 * i) % 13 - 6) / 4.0)
                .toArray();
        return Nd4j.create(values, new long[] {5, 3}, DataType.DOUBLE);
    }

    private static INDArray labels() {
        return Nd4j.create(new double[] {1, 0, 0, 1, 1, 0, 0, 1, 1, 0}, new long[] {5, 2}, DataType.DOUBLE);
    }

    /** The recorded rows of a case: step, loss and parameters from the second column on. */
    private record Trajectory(String name, double[][] rows) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Trajectory> trajectories() throws IOException {
        try (InputStream in = OptimizerTest.class.getResourceAsStream("optimizers.csv")) {
            List<String[]> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(",", -1))
                    .toList();
            return lines.stream().map(line -> line[0]).distinct().map(name -> new Trajectory(name, rows(lines, name)));
        }
    }

    private static double[][] rows(List<String[]> lines, String name) {
        return lines.stream()
                .filter(line -> line[0].equals(name))
                .map(line -> IntStream.range(0, line.length)
                        .mapToDouble(i -> i == 0 ? Double.NaN : Double.parseDouble(line[i]))
                        .toArray())
                .toArray(double[][]::new);
    }
}
