package org.meanfield.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meanfield.data.Normalization;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.PlainTraining;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.meanfield.train.WorkerResult;
import org.nd4j.linalg.factory.Nd4j;

final class Dl4jLearnerTest {
    private static final TrainJob JOB =
            Jobs.tiny("model.dropout=0.3", "train.batch=4", "train.optimizer={type: adam, learning-rate: 0.01}");
    private static final LabelledImages IMAGES = PlainTraining.images(JOB);
    private static final Normalization NORMALIZATION = Normalization.of(IMAGES);
    private static final LearnerSettings SETTINGS = JOB.learner(IMAGES.count());
    private static final long STEPS_OF_DAYS = 1_000_000_000;
    private static final State INITIAL = SETTINGS.initialState(JOB.model(), JOB.initializer());

    @Test
    void theInitialStateIsThatOfTheSeed() {
        assertThat(SETTINGS.initialState(JOB.model(), JOB.initializer()).sha256())
                .isEqualTo(INITIAL.sha256());
        assertThat(Jobs.tiny("seed=1")
                        .learner(20)
                        .initialState(JOB.model(), JOB.initializer())
                        .parameters())
                .isNotEqualTo(INITIAL.parameters());
        // Adam's two averages of each parameter; SGD has none.
        assertThat(INITIAL.updater()).hasSize(2 * INITIAL.parameters().length).containsOnly(0);
        assertThat(Jobs.tiny()
                        .learner(20)
                        .initialState(JOB.model(), JOB.initializer())
                        .updater())
                .isEmpty();
        assertThat(INITIAL.steps()).isZero();
    }

    @Test
    void nothingOfOneWorkIsLeftForTheNext() throws InterruptedException {
        try (Learner used = new Dl4jLearner(SETTINGS);
                Learner fresh = new Dl4jLearner(SETTINGS)) {
            used.localSteps(INITIAL, 9, 0, batches(0));
            used.probabilities(new float[INITIAL.parameters().length], new float[3072], 1);
            assertSame(used.localSteps(INITIAL, 5, 1, batches(1)), fresh.localSteps(INITIAL, 5, 1, batches(1)));
        }
    }

    /** Of more steps than anyone would wait for. */
    @Test
    @Timeout(30)
    void aKilledTaskTakesNoMoreSteps() throws InterruptedException {
        try (Learner learner = new Dl4jLearner(SETTINGS);
                Learner fresh = new Dl4jLearner(SETTINGS)) {
            Thread task = Thread.currentThread();
            Batches endless = batches(0);
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(task::interrupt);
            assertThatThrownBy(() -> learner.localSteps(INITIAL, STEPS_OF_DAYS, 0, endless))
                    .isInstanceOf(InterruptedException.class);

            assertSame(learner.localSteps(INITIAL, 5, 1, batches(1)), fresh.localSteps(INITIAL, 5, 1, batches(1)));
        }
    }

    @Test
    void workersHaveDropoutMasksOfTheirOwn() throws InterruptedException {
        try (Learner learner = new Dl4jLearner(SETTINGS)) {
            assertThat(learner.localSteps(INITIAL, 1, 0, batches(0)).parameters())
                    .isNotEqualTo(learner.localSteps(INITIAL, 1, 1, batches(0)).parameters());
        }
    }

    @Test
    void twoSideBySideHaveTheBitsOfEachAlone() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Learner first = new Dl4jLearner(SETTINGS);
                Learner second = new Dl4jLearner(SETTINGS)) {
            List<WorkerResult> alone =
                    List.of(first.localSteps(INITIAL, 20, 0, batches(0)), first.localSteps(INITIAL, 20, 1, batches(1)));
            List<Future<WorkerResult>> together = new ArrayList<>();
            together.add(threads.submit(() -> first.localSteps(INITIAL, 20, 0, batches(0))));
            together.add(threads.submit(() -> second.localSteps(INITIAL, 20, 1, batches(1))));
            for (int worker = 0; worker < 2; worker++) {
                assertSame(together.get(worker).get(), alone.get(worker));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void withoutABatchNothingChanges() throws InterruptedException {
        // Shards of 2 and 3 images: the first has no second batch of 2.
        TrainJob job = Jobs.tiny("data.train=5", "train.workers=2", "train.batch=2");
        LabelledImages shard = PlainTraining.images(job).select(new int[] {0, 1});
        Batches batches = new Batches(job.train().plan(5), 211, 0, shard, NORMALIZATION, 10, 0, List.of());
        State second = new State(INITIAL.parameters(), new float[0], 1);
        try (Learner learner = new Dl4jLearner(job.learner(5))) {
            WorkerResult result = learner.localSteps(second, 2, 0, batches);
            assertThat(result.examples()).isZero();
            assertThat(result.lossSum()).isZero();
            assertThat(result.parameters()).isEqualTo(INITIAL.parameters());
        }
    }

    @Test
    void probabilitiesAreThoseOfInference() throws InterruptedException {
        int examples = 7;
        int size = IMAGES.shape().size();
        float[] features = new float[examples * size];
        for (int i = 0; i < examples; i++) {
            Batches.normalize(IMAGES, i, NORMALIZATION.table(), features, i * size);
        }
        ComputationGraph network = SETTINGS.network();
        network.params()
                .assign(Nd4j.createFromArray(INITIAL.parameters())
                        .reshape(network.params().shape()));
        float[][] expected = network.outputSingle(Nd4j.create(features, new long[] {examples, 3, 32, 32}, 'c'))
                .toFloatMatrix();
        try (Learner learner = new Dl4jLearner(SETTINGS)) {
            float[] probabilities = learner.probabilities(INITIAL.parameters(), features, examples);
            assertThat(probabilities).hasSize(examples * 10);
            for (int i = 0; i < examples; i++) {
                assertThat(Arrays.copyOfRange(probabilities, i * 10, i * 10 + 10))
                        .containsExactly(expected[i]);
            }
        }
    }

    @Test
    void aFailureSaysWhy() {
        try (Learner learner = new Dl4jLearner(SETTINGS)) {
            assertThatThrownBy(() -> learner.localSteps(new State(new float[3], new float[0], 0), 1, 0, batches(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A learner failed: A state of 3 values does not fit a network of %d"
                            .formatted(INITIAL.parameters().length))
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void assertSame(WorkerResult actual, WorkerResult expected) {
        assertThat(actual).usingRecursiveComparison().ignoringFields("seconds").isEqualTo(expected);
    }

    private static Batches batches(int worker) {
        return new Batches(JOB.train().plan(20), JOB.seed(), worker, IMAGES, NORMALIZATION, 10, 0, List.of());
    }
}
