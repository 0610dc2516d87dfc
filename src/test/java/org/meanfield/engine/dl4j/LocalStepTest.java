package org.meanfield.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.optimizer.Adamw;
import org.meanfield.train.optimizer.ConstantSchedule;
import org.meanfield.train.optimizer.CosineSchedule;
import org.meanfield.train.optimizer.Momentum;
import org.meanfield.train.optimizer.Nesterov;
import org.meanfield.train.optimizer.Optimizer;
import org.meanfield.train.optimizer.Sgd;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

final class LocalStepTest {
    private static final LocalStep UNCLIPPED = new LocalStep(new GradientClipping.None());

    static List<Optimizer> optimizers() {
        return List.of(new Sgd(0.1, 0.01), new Momentum(0.1, 0.9, 0.01), new Nesterov(0.1, 0.9, 0.01));
    }

    /** DL4J's updater goes over the arrays one operation after the other, the step over all of them in one pass. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void parametersOfManyBlocksAreThoseOfFitToTheBit(Optimizer optimizer) {
        ComputationGraph stepped = wide(optimizer);
        ComputationGraph fitted = wide(optimizer);
        fitted.params().assign(stepped.params());
        for (int i = 0; i < 3; i++) {
            DataSet batch = batch(7);
            fitted.fit(batch);
            UNCLIPPED.take(stepped, batch.getFeatures(), batch.getLabels(), i);
        }
        assertThat(stepped.params().toFloatVector())
                .hasSize(24_003)
                .containsExactly(fitted.params().toFloatVector());
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void isTheStepOfFitToTheBit(Optimizer optimizer) {
        ComputationGraph stepped = network(optimizer);
        ComputationGraph fitted = network(optimizer);
        fitted.params().assign(stepped.params());
        for (int i = 0; i < 5; i++) {
            DataSet batch = batch(7 + i);
            // Both draw their dropout masks from the generator of this thread; 0 would be no seed.
            Nd4j.getRandom().setSeed(i + 1);
            fitted.fit(batch);
            Nd4j.getRandom().setSeed(i + 1);
            double loss = UNCLIPPED.take(stepped, batch.getFeatures(), batch.getLabels(), i);
            assertThat(loss).isEqualTo(fitted.score());
            assertThat(stepped.params().toFloatVector())
                    .containsExactly(fitted.params().toFloatVector());
            assertThat(stepped.getIterationCount()).isEqualTo(fitted.getIterationCount());
        }
        assertThat(stepped.getUpdater().getStateViewArray())
                .isEqualTo(fitted.getUpdater().getStateViewArray());
    }

    @Test
    void theLossIsTheMeanOverTheExamplesWithoutAPenalty() {
        ComputationGraph network = network(new Sgd(0.1, 10));
        network.params().assign(0);
        DataSet batch = batch(6);
        // Equal scores for 3 classes: the loss is ln 3, whatever the weight decay.
        assertThat(UNCLIPPED.take(network, batch.getFeatures(), batch.getLabels(), 0))
                .isCloseTo(Math.log(3), within(1e-6));
    }

    @Test
    void clippingLeavesTheStatisticsOfBatchNorm() {
        DataSet batch = batch(8);
        batch.setFeatures(batch.getFeatures().mul(100).add(50));
        ComputationGraph free = network(new Sgd(0.1, 0));
        ComputationGraph clipped = network(new Sgd(0.1, 0));
        clipped.params().assign(free.params());
        INDArray weights = free.getParam("out_W").dup();
        Nd4j.getRandom().setSeed(1);
        UNCLIPPED.take(free, batch.getFeatures(), batch.getLabels(), 0);
        Nd4j.getRandom().setSeed(1);
        LocalStep tight = new LocalStep(new GradientClipping.GlobalNorm(1e-9));
        tight.take(clipped, batch.getFeatures(), batch.getLabels(), 0);
        assertThat(clipped.getParam("norm_mean")).isEqualTo(free.getParam("norm_mean"));
        assertThat(clipped.getParam("norm_var")).isEqualTo(free.getParam("norm_var"));
        assertThat(clipped.getParam("out_W").equalsWithEps(weights, 1e-8)).isTrue();
        assertThat(free.getParam("out_W").equalsWithEps(weights, 1e-4)).isFalse();
    }

    @Test
    void theRateOfAStepIsThatOfItsIteration() {
        DataSet batch = batch(4);
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder();
        ComputationGraph network = network(new Sgd(0.1, 0).configure(builder, new CosineSchedule(0, 0), 10));
        INDArray before = network.getParam("out_W").dup();
        UNCLIPPED.take(network, batch.getFeatures(), batch.getLabels(), 10);
        assertThat(network.getParam("out_W")).as("at the end of the cosine").isEqualTo(before);
        UNCLIPPED.take(network, batch.getFeatures(), batch.getLabels(), 9);
        assertThat(network.getParam("out_W")).as("one step earlier").isNotEqualTo(before);
    }

    @Test
    void workspacesNeitherGrowNorStayOpen() {
        ComputationGraph network = network(new Adamw(0.001, 0.9, 0.999, 1e-8, 0.01));
        LocalStep step = new LocalStep(new GradientClipping.GlobalNorm(1));
        DataSet batch = batch(32);
        long after100 = 0;
        for (int i = 0; i < 1000; i++) {
            step.take(network, batch.getFeatures(), batch.getLabels(), i);
            if (i == 99) {
                after100 = workspaceBytes();
            }
        }
        assertThat(workspaceBytes()).isEqualTo(after100).isPositive();
        assertThat(Nd4j.getWorkspaceManager().anyWorkspaceActiveForCurrentThread())
                .isFalse();
    }

    private static long workspaceBytes() {
        return Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread().stream()
                .mapToLong(MemoryWorkspace::getCurrentSize)
                .sum();
    }

    private static DataSet batch(int examples) {
        INDArray features =
                Nd4j.linspace(DataType.FLOAT, -1, 0.37, examples * 4L).reshape(examples, 4);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, 3);
        for (int i = 0; i < examples; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        return new DataSet(Transforms.sin(features), labels);
    }

    /** One whose hidden layer has 3,000 units: 12,000 weights, 3,000 biases, then 9,000 weights and 3 biases. */
    private static ComputationGraph wide(Optimizer optimizer) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder().seed(7);
        ComputationGraph network = new ComputationGraph(optimizer
                .configure(builder, new ConstantSchedule(0), 1000)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(4))
                .addLayer("hidden", new DenseLayer.Builder().nOut(3000).build(), "in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "hidden")
                .setOutputs("out")
                .build());
        network.init();
        return network;
    }

    private static ComputationGraph network(Optimizer optimizer) {
        return network(
                optimizer.configure(new NeuralNetConfiguration.Builder().seed(7), new CosineSchedule(2, 0.1), 1000));
    }

    private static ComputationGraph network(NeuralNetConfiguration.Builder builder) {
        ComputationGraph network = new ComputationGraph(builder.graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(4))
                .addLayer(
                        "hidden",
                        new DenseLayer.Builder()
                                .nOut(5)
                                .activation(Activation.RELU)
                                .build(),
                        "in")
                .addLayer(
                        "norm",
                        new BatchNormalization.Builder().useLogStd(false).build(),
                        "hidden")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(3)
                                .dropOut(0.8)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "norm")
                .setOutputs("out")
                .build());
        network.init();
        return network;
    }
}
