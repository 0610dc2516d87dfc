package org.meanfield.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
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
import org.meanfield.data.Normalization;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.PlainTraining;
import org.meanfield.train.Batches;
import org.meanfield.train.Dl4jEngine;
import org.meanfield.train.Engine;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.NetworkState;
import org.meanfield.train.Objective;
import org.meanfield.train.TorchEngine;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Holds gradients with respect to the input to central differences of the same network in double precision. */
final class InputGradientTest {
    private static final int IMAGES = 3;
    private static final int CLASSES = 10;
    private static final int PIXELS = 25;
    private static final double STEP = 1e-5;

    record Case(String model, Engine engine) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s by %s", model, engine);
        }
    }

    static Stream<Case> cases() {
        List<String> models = List.of(
                "{type: mlp, hidden: [12, 8], dropout: 0.5}",
                "{type: mlp, hidden: [12], activation: tanh}",
                "{type: cnn, blocks: [{filters: 4, dropout: 0.2}, {filters: 5, kernel: 5}], dense: [16]}",
                "{type: cnn, blocks: [{filters: 4, batch-norm: true}, {filters: 5, batch-norm: true}],"
                        + " features: global-average, dense: []}",
                "{type: cnn, blocks: [{filters: 4, batch-norm: true}], activation: elu, dense: [8]}",
                "{type: resnet, stages: [4, 8], blocks: 1}");
        return models.stream()
                .flatMap(model -> Stream.of(
                        new Case(model, new Dl4jEngine()),
                        new Case(model, new TorchEngine(TorchEngine.Device.CPU, TorchEngine.Precision.FLOAT32))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isThatOfCentralDifferences(Case tested) throws InterruptedException {
        TrainJob job = Jobs.tiny("model=" + tested.model(), "train.optimizer.learning-rate=0.002");
        LabelledImages images = PlainTraining.images(job);
        Normalization normalization = Normalization.of(images);
        LearnerSettings settings = job.learner(images.count()).on(tested.engine());
        Batches batches =
                new Batches(job.train().plan(images.count()), 211, 0, images, normalization, CLASSES, 0, List.of());
        float[] features = Arrays.copyOf(Batches.features(images, normalization), IMAGES * 3072);
        try (Learner learner = Engines.learner(settings)) {
            // After some steps the running statistics of batch norm are not those of any batch.
            float[] parameters = learner.localSteps(
                            settings.initialState(job.model(), job.initializer()), 6, 0, batches)
                    .parameters();
            float[] scored = learner.probabilities(parameters, features, IMAGES);
            ComputationGraph exact = inDouble(settings, parameters);

            float[] distribution = new float[IMAGES * CLASSES];
            float[] difference = new float[IMAGES * CLASSES];
            for (int i = 0; i < IMAGES; i++) {
                distribution[i * CLASSES + i] = 0.75f;
                distribution[i * CLASSES + 5] = 0.25f;
                difference[i * CLASSES + 2 * i] = 1; // z₂ᵢ − z₇ = ln p₂ᵢ − ln p₇
                difference[i * CLASSES + 7] = -1;
            }
            check(
                    exact,
                    features,
                    distribution,
                    -1,
                    learner.inputGradient(parameters, features, distribution, Objective.LOSS, IMAGES));
            check(
                    exact,
                    features,
                    difference,
                    1,
                    learner.inputGradient(parameters, features, difference, Objective.SCORE, IMAGES));
            assertThat(learner.probabilities(parameters, features, IMAGES)).isEqualTo(scored);
        }
    }

    private static ComputationGraph inDouble(LearnerSettings settings, float[] parameters) {
        ComputationGraph network = settings.network();
        NetworkState.loadParameters(parameters, network);
        return network.convertDataType(DataType.DOUBLE);
    }

    /** Compares with the differences of sign · Σₖ tₖ ln pₖ at some pixels of each image. */
    private static void check(ComputationGraph exact, float[] features, float[] targets, int sign, float[] gradient) {
        assertThat(gradient).hasSameSizeAs(features);
        SplittableRandom random = new SplittableRandom(5);
        int size = features.length / IMAGES;
        for (int image = 0; image < IMAGES; image++) {
            int[] pixels = random.ints(PIXELS, 0, size).toArray();
            double[][] moved = new double[2 * PIXELS][size];
            for (int i = 0; i < moved.length; i++) {
                for (int k = 0; k < size; k++) {
                    moved[i][k] = features[image * size + k];
                }
                moved[i][pixels[i / 2]] += i % 2 == 0 ? STEP : -STEP;
            }
            INDArray logarithms =
                    Nd4j.math.log(exact.outputSingle(false, Nd4j.create(moved).reshape(moved.length, 3, 32, 32)));
            double largest = 0;
            for (int i = 0; i < PIXELS; i++) {
                double numeric = 0;
                for (int k = 0; k < CLASSES; k++) {
                    double change = logarithms.getDouble(2L * i, k) - logarithms.getDouble(2L * i + 1, k);
                    numeric += sign * targets[image * CLASSES + k] * change / (2 * STEP);
                }
                assertThat((double) gradient[image * size + pixels[i]]).isCloseTo(numeric, within(2e-6));
                largest = Math.max(largest, Math.abs(numeric));
            }
            assertThat(largest).isGreaterThan(1e-3); // what a wrong gradient would differ by
        }
    }

    /** The scores of softmax regression are x · W + b. */
    @Test
    void ofALinearScoreIsItsWeights() throws InterruptedException {
        TrainJob job = Jobs.tiny("model.hidden=[]");
        LearnerSettings settings = job.learner(20);
        float[] parameters =
                settings.initialState(job.model(), job.initializer()).parameters();
        float[] targets = new float[CLASSES];
        targets[3] = 1;
        ComputationGraph network = settings.network();
        NetworkState.loadParameters(parameters, network);
        float[] weights = network.getParam("output_W").getColumn(3).dup().data().asFloat();
        try (Learner learner = Engines.learner(settings)) {
            float[] gradient = learner.inputGradient(parameters, new float[3072], targets, Objective.SCORE, 1);
            for (int i = 0; i < gradient.length; i++) {
                assertThat(gradient[i]).isCloseTo(weights[i], within(1e-6f));
            }
        }
    }

    @Test
    void aLayerThatTrainsOtherwiseThanItInfersIsRefused() {
        ComputationGraphConfiguration foreign = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(2, 2, 1))
                .addLayer("dense", new DenseLayer.Builder().nOut(3).build(), "input")
                .addLayer("norm", new BatchNormalization(), "dense")
                .addLayer(
                        "output",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "norm")
                .setOutputs("output")
                .build();
        LearnerSettings settings = new LearnerSettings(
                foreign.toJson(), new ImageShape(1, 2, 2), 2, new GradientClipping.None(), 0, new Dl4jEngine());
        assertThatThrownBy(() -> Engines.checkInputGradient(settings))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "layer norm of the network is BatchNormalization but must be one with a gradient");
    }
}
