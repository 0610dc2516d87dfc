package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.StockLayers;
import org.meanfield.storage.Progress;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.train.Batches;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Running statistics that are measured anew: the mean over batches of what each batch norm gets. */
final class RecalibratorTest {
    private static final int BATCH = 6;
    private static final int BATCHES = 3;
    private static final TrainJob JOB = job(0.4, BATCHES);
    private static final Splits SPLITS = Splits.open(JOB.data(), Progress.SILENT);
    private static final Normalization NORMALIZATION = SPLITS.normalization();
    private static final LearnerSettings LEARNER = JOB.learner(20);
    private static final float[] PARAMETERS =
            LEARNER.initialState(JOB.model(), JOB.initializer()).parameters();

    private static JavaSparkContext context;

    @BeforeAll
    static void openSpark() {
        context = LocalSpark.context();
    }

    private static TrainJob job(double dropout, int batches) {
        return Jobs.tiny(
                ("model={type: cnn, blocks: [{filters: 3, batch-norm: true, dropout: %s}, {filters: 4, batch-norm: true}], "
                                + "dense: []}")
                        .formatted(dropout),
                "train.batch=" + BATCH,
                "train.recalibrate-batch-norm=" + batches,
                "augment=[{type: gaussian-noise, std: 0.5}]");
    }

    /** From the outcomes of the convolutions in a network that never had a dropout. */
    @Test
    void aBatchNormMeasuresWhatItGetsWithoutDropoutAndAugmentation() throws InterruptedException {
        LabelledImages images = SPLITS.read(Split.TRAIN, BATCH, 2 * BATCH);
        float[] features = Batches.features(images, NORMALIZATION);
        ComputationGraph plain = job(0, 0).learner(20).network();
        plain.setParams(Nd4j.createFromArray(PARAMETERS));
        Map<String, INDArray> outcomes =
                plain.feedForward(Nd4j.create(features, new long[] {BATCH, 3, 32, 32}, 'c'), true);
        List<Double> expected = new ArrayList<>();
        for (String convolution : new String[] {"conv1", "conv2"}) {
            INDArray outcome = outcomes.get(convolution);
            expected.addAll(eachChannel(outcome, false));
            expected.addAll(eachChannel(outcome, true));
        }

        try (Learner learner = new Dl4jLearner(LEARNER)) {
            float[] measured = training(JOB).recalibration().measured(1, learner, PARAMETERS);
            assertThat(measured).hasSize(2 * (3 + 4));
            for (int i = 0; i < measured.length; i++) {
                assertThat((double) measured[i])
                        .as("statistic %d", i)
                        .isCloseTo(expected.get(i), within(1e-5 * (1 + Math.abs(expected.get(i)))));
            }
        }
    }

    @Test
    void dl4jsOwnLayersMeasureTheSame() throws InterruptedException {
        String stock = StockLayers.of(ComputationGraphConfiguration.fromJson(LEARNER.configuration()))
                .toJson();
        LearnerSettings own = new LearnerSettings(
                stock,
                LEARNER.shape(),
                LEARNER.classes(),
                new GradientClipping.None(),
                LEARNER.seed(),
                LEARNER.engine());
        try (Learner ours = new Dl4jLearner(LEARNER);
                Learner dl4js = new Dl4jLearner(own)) {
            float[] expected = training(JOB).recalibration().measured(0, ours, PARAMETERS);
            float[] measured = training(JOB).recalibration().measured(0, dl4js, PARAMETERS);
            for (int i = 0; i < measured.length; i++) {
                assertThat(measured[i])
                        .as("statistic %d", i)
                        .isCloseTo(expected[i], within(2e-5f * (1 + Math.abs(expected[i]))));
            }
        }
    }

    @Test
    void theStatisticsAreThePlainMeanAndNothingElseChanges() throws InterruptedException {
        Training training = training(JOB);
        try (Learner learner = new Dl4jLearner(LEARNER)) {
            List<float[]> measured = new ArrayList<>();
            for (int number = 0; number < BATCHES; number++) {
                measured.add(training.recalibration().measured(number, learner, PARAMETERS));
            }
            float[] result = Recalibrator.with(learner, training).recalibrated(PARAMETERS);
            int next = 0;
            for (int place = 0; place < PARAMETERS.length; place++) {
                float expected = PARAMETERS[place];
                if (LEARNER.statistics().get(place)) {
                    double sum = 0;
                    for (float[] ofBatch : measured) {
                        sum += ofBatch[next];
                    }
                    expected = (float) (sum / BATCHES);
                    next++;
                }
                assertThat(result[place]).as("parameter %d", place).isEqualTo(expected);
            }
            assertThat(next).isEqualTo(14);
        }
    }

    @Test
    void theBitsAreThoseOfOneThreadOnTheExecutors() throws InterruptedException {
        Training training = training(JOB);
        State state = new State(PARAMETERS, new float[] {1, 2}, 8);
        State there = Recalibrator.over(context, training).recalibrated(state);
        try (Learner learner = new Dl4jLearner(LEARNER)) {
            State here = Recalibrator.with(learner, training).recalibrated(state);
            assertThat(there.sha256()).isEqualTo(here.sha256()).isNotEqualTo(state.sha256());
            assertThat(there.steps()).isEqualTo(8);
            // Of a state whose statistics are right already, they are the same.
            assertThat(Recalibrator.with(learner, training).recalibrated(here).sha256())
                    .isEqualTo(here.sha256());
        }
    }

    @Test
    void noBatchesOrNoBatchNormLeaveTheStateAsItIs() throws InterruptedException {
        assertThat(Recalibrator.over(context, training(job(0.4, 0))).recalibrated(PARAMETERS))
                .isSameAs(PARAMETERS);
        TrainJob mlp = Jobs.tiny("train.recalibrate-batch-norm=2");
        assertThat(Recalibrator.over(context, training(mlp)).recalibrated(PARAMETERS))
                .isSameAs(PARAMETERS);
    }

    private static Training training(TrainJob job) {
        LearnerSettings learner = job.learner(20);
        return new Training(job.train(), job.augment(), job.train().plan(20), learner, SPLITS, NORMALIZATION);
    }

    /** Returns the mean or the variance of each channel, in double precision. */
    private static List<Double> eachChannel(INDArray images, boolean variance) {
        List<Double> result = new ArrayList<>();
        for (long channel = 0; channel < images.size(1); channel++) {
            double sum = 0;
            double squares = 0;
            long count = 0;
            for (long image = 0; image < images.size(0); image++) {
                for (long row = 0; row < images.size(2); row++) {
                    for (long column = 0; column < images.size(3); column++) {
                        double value = images.getDouble(image, channel, row, column);
                        sum += value;
                        squares += value * value;
                        count++;
                    }
                }
            }
            double mean = sum / count;
            result.add(variance ? squares / count - mean * mean : mean);
        }
        return result;
    }
}
