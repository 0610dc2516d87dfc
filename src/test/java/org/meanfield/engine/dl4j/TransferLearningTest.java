package org.meanfield.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.data.Normalization;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.Networks;
import org.meanfield.model.StockLayers;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.PlainTraining;
import org.meanfield.train.Batch;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.State;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** Frozen layers against DL4J's own transfer learning: its layers, its {@code FrozenLayer}, its optimizers and its {@code fit}. */
final class TransferLearningTest {
    private static final int STEPS = 12;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: sgd, learning-rate: 0.1}   | 1e-6",
                "{type: adam, learning-rate: 0.01} | 2e-5",
            })
    void theOtherLayersAreTrainedAsByDl4j(String optimizer, double tolerance) throws InterruptedException {
        TrainJob job = Jobs.tiny(
                "model.hidden=[12, 9, 7]",
                "freeze=[dense1, dense2]",
                "train.batch=5",
                "train.epochs=10",
                "train.optimizer=" + optimizer);
        LabelledImages images = PlainTraining.images(job);
        Batches batches = new Batches(
                job.train().plan(images.count()),
                job.seed(),
                0,
                images,
                Normalization.of(images),
                job.data().classes(),
                0,
                List.of());
        State start = job.initialState(job.learner(images.count()));
        float[] ours;
        try (Learner learner = new Dl4jLearner(job.learner(images.count()))) {
            ours = learner.localSteps(start, STEPS, 0, batches).parameters();
        }
        ComputationGraph theirs =
                transfer(start.parameters(), optimizer.contains("adam") ? new Adam(0.01) : new Sgd(0.1));
        for (int step = 0; step < STEPS; step++) {
            Batch batch = batches.of(step).orElseThrow();
            theirs.fit(new DataSet(
                    Nd4j.create(batch.features(), new long[] {batch.examples(), 3, 32, 32}, 'c'),
                    Nd4j.create(batch.labels(), new long[] {batch.examples(), 10}, 'c')));
        }
        // 3·32·32 inputs: the first two layers, with their biases.
        int frozen = 3072 * 12 + 12 + 12 * 9 + 9;
        float[] expected = theirs.params().toFloatVector();
        assertThat(ours).hasSameSizeAs(expected);
        assertThat(Arrays.copyOf(ours, frozen))
                .containsExactly(Arrays.copyOf(start.parameters(), frozen))
                .containsExactly(Arrays.copyOf(expected, frozen));
        for (int i = frozen; i < ours.length; i++) {
            assertThat((double) ours[i]).as("parameter " + i).isCloseTo(expected[i], within(tolerance));
        }
        assertThat(Arrays.copyOfRange(ours, frozen, ours.length))
                .isNotEqualTo(Arrays.copyOfRange(start.parameters(), frozen, ours.length));
    }

    private static ComputationGraph transfer(float[] parameters, IUpdater optimizer) {
        TrainJob unfrozen = Jobs.tiny("model.hidden=[12, 9, 7]");
        ComputationGraph stock =
                Networks.create(StockLayers.of(unfrozen.learner(20).network().getConfiguration()));
        stock.params()
                .assign(Nd4j.createFromArray(parameters).reshape(stock.params().shape()));
        return new TransferLearning.GraphBuilder(stock)
                .fineTuneConfiguration(
                        new FineTuneConfiguration.Builder().updater(optimizer).build())
                .setFeatureExtractor("dense2")
                .build();
    }
}
