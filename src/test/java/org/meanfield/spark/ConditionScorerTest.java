package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.CorruptedImages;
import org.meanfield.corrupt.GaussianNoise;
import org.meanfield.corrupt.NoiseAddress;
import org.meanfield.corrupt.Stage;
import org.meanfield.corrupt.attack.Norm;
import org.meanfield.corrupt.attack.Pgd;
import org.meanfield.corrupt.attack.UniversalNoise;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.evaluate.Score;
import org.meanfield.evaluate.Scored;
import org.meanfield.job.train.TrainJob;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Sha256;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;

final class ConditionScorerTest {
    private static final int IMAGES = 703;
    private static final TrainJob JOB = Jobs.tiny("data.test=" + IMAGES, "model.hidden=[]");
    private static final LearnerSettings LEARNER = JOB.learner(20).forScoring();
    private static final float[] PARAMETERS =
            JOB.learner(20).initialState(JOB.model(), JOB.initializer()).parameters();
    private static final Splits SPLITS = Splits.open(JOB.data(), Progress.SILENT);
    private static final CorruptedSplit SPLIT = new CorruptedSplit(
            SPLITS, Split.TEST, SPLITS.normalization(), NoiseAddress.of(211, JOB.data(), Split.TEST));
    private static final GaussianNoise NOISE = new GaussianNoise(List.of(0.1, 0.5), true, Stage.BEFORE_NORMALIZATION);
    private static final List<Condition> CONDITIONS =
            List.of(new Condition.Clean(), new Condition.Corrupted(NOISE, 1, 1), new Condition.Corrupted(NOISE, 2, 1));

    /** Two blocks, of 500 and 203 images, against all at once on this thread. */
    @Test
    void theScoresAndHashesAreThoseOfAllImagesInTheirOrder() throws InterruptedException {
        List<ConditionScores> scores = score(new ScoredModel(LEARNER, PARAMETERS));

        try (Learner learner = new Dl4jLearner(LEARNER)) {
            for (int c = 0; c < CONDITIONS.size(); c++) {
                CorruptedImages images = CorruptedImages.of(
                        SPLITS.read(Split.TEST, 0, IMAGES),
                        0,
                        (Condition.Fixed) CONDITIONS.get(c),
                        SPLIT.noise(),
                        SPLIT.normalization());
                Score expected = Score.of(
                        learner.probabilities(PARAMETERS, images.features(), IMAGES),
                        SPLITS.read(Split.TEST, 0, IMAGES).labels());
                Score actual = scores.get(c).models().get(0).score();
                assertThat(scores.get(c).condition()).isEqualTo(CONDITIONS.get(c));
                assertThat(scores.get(c).hashes().get(0)).isEqualTo(Sha256.of(images.digests()));
                assertThat(actual.examples()).isEqualTo(IMAGES);
                assertThat(actual.correct()).isEqualTo(expected.correct());
                assertThat(actual.classCorrect()).containsExactly(expected.classCorrect());
                assertThat(actual.loss()).isCloseTo(expected.loss(), within(1e-6));
                assertThat(actual.brier()).isCloseTo(expected.brier(), within(1e-6));
                assertThat(scores.get(c).models().get(0).predictions().hits().cardinality())
                        .isEqualTo((int) actual.correct());
            }
        }
    }

    /** With weights of 0 and one bias of ln 3 a class has the probability 3/12 and each other one 1/12, whatever the image. */
    @Test
    void aModelThatSeesNothingHasTheScoreOfItsBias() {
        float[] parameters = new float[PARAMETERS.length];
        parameters[parameters.length - 10 + 4] = (float) Math.log(3);

        for (ConditionScores condition : score(new ScoredModel(LEARNER, parameters))) {
            Score score = condition.models().get(0).score();
            // Image i shows i mod 10: 70 of 703 show a 4.
            assertThat(score.correct()).isEqualTo(70);
            assertThat(score.classExamples()).containsExactly(71, 71, 71, 70, 70, 70, 70, 70, 70, 70);
            assertThat(score.classCorrect()).containsExactly(0, 0, 0, 0, 70, 0, 0, 0, 0, 0);
            assertThat(score.loss()).isCloseTo(Math.log(12) - 70 / 703.0 * Math.log(3), within(1e-6));
            double brierWrong = (121 + 9 + 8) / 144.0;
            double brierRight = (81 + 9) / 144.0;
            assertThat(score.brier()).isCloseTo((633 * brierWrong + 70 * brierRight) / 703, within(1e-6));
            assertThat(score.calibrationError()).isCloseTo(0.25 - 70 / 703.0, within(1e-6));
        }
    }

    @Test
    void modelsAreScoredTogetherAsOneByOne() {
        float[] others = PARAMETERS.clone();
        for (int i = 0; i < others.length; i++) {
            others[i] = -others[i];
        }
        List<ConditionScores> both = score(new ScoredModel(LEARNER, PARAMETERS), new ScoredModel(LEARNER, others));
        List<ConditionScores> second = score(new ScoredModel(LEARNER, others));

        for (int c = 0; c < CONDITIONS.size(); c++) {
            assertThat(both.get(c).hashes().get(1))
                    .isEqualTo(second.get(c).hashes().get(0));
            Scored together = both.get(c).models().get(1);
            assertThat(together)
                    .usingRecursiveComparison()
                    .isEqualTo(second.get(c).models().get(0));
        }
    }

    /** As for one core and as for eight, of which each block gives work to four. */
    @Test
    void theBitsDoNotDependOnHowTheWorkIsDivided() {
        float[] others = PARAMETERS.clone();
        others[0] = 1;
        List<ScoredModel> models = List.of(new ScoredModel(LEARNER, PARAMETERS), new ScoredModel(LEARNER, others));

        assertThat(score(8, models)).usingRecursiveComparison().isEqualTo(score(1, models));
    }

    /** Attacked for either model or for one of them, from a random start. */
    @Test
    void theBitsOfAttacksDoNotEither() {
        float[] others = PARAMETERS.clone();
        others[0] = 1;
        List<ScoredModel> models = List.of(new ScoredModel(LEARNER, PARAMETERS), new ScoredModel(LEARNER, others));
        List<AttackedModel> attacked = List.of(new AttackedModel("other", models.get(1), SPLIT.normalization()));
        List<Condition> conditions = List.of(
                new Condition.Attacked(new Pgd(Norm.LINF, List.of(8.0), 2, 0.5, true, ""), 1, 1, 1),
                new Condition.Attacked(new Pgd(Norm.LINF, List.of(8.0), 2, 0.5, true, "other"), 2, 1, 1),
                new Condition.Attacked(new UniversalNoise(Norm.L2, List.of(64.0)), 1, 1, 1));

        List<ConditionScores> alone = score(1, models, attacked, conditions);
        assertThat(score(8, models, attacked, conditions))
                .usingRecursiveComparison()
                .isEqualTo(alone);
        // The second model's own attack is the one made for it.
        assertThat(alone.get(0).hashes().get(1))
                .isEqualTo(alone.get(1).hashes().get(0))
                .isEqualTo(alone.get(1).hashes().get(1))
                .isNotEqualTo(alone.get(0).hashes().get(0));
        assertThat(alone.get(2).hashes().stream().distinct()).hasSize(1);
    }

    /** With the statistics of the first 100 corrupted images, of two models of which one has no batch norm. */
    @Test
    void batchNormAdaptsToImagesOfTheConditionThatIsScored() throws InterruptedException {
        TrainJob job = Jobs.tiny(
                "data.test=" + IMAGES,
                "model={type: cnn, blocks: [{filters: 8, pool: 2, batch-norm: true}], dense: [16]}");
        LearnerSettings settings = job.learner(20).forScoring();
        float[] parameters =
                job.learner(20).initialState(job.model(), job.initializer()).parameters();
        List<Condition> conditions = List.of(
                CONDITIONS.get(0),
                CONDITIONS.get(2),
                new Condition.Attacked(new UniversalNoise(Norm.LINF, List.of(8.0)), 1, 1, 1));
        List<ScoredModel> models = List.of(new ScoredModel(settings, parameters), new ScoredModel(LEARNER, PARAMETERS));
        List<ConditionScores> scores;
        try (ConditionScorer scorer = new ConditionScorer(LocalSpark.context(), SPLIT, models, List.of(), 100, 2)) {
            scores = scorer.score(conditions).scores();
        }

        try (Learner learner = new Dl4jLearner(settings)) {
            for (int c = 0; c < 2; c++) {
                float[] adapted = parameters.clone();
                float[] measured = learner.statistics(
                        adapted, images(conditions.get(c), 100).features(), 100);
                int next = 0;
                for (int place : settings.statistics().stream().toArray()) {
                    adapted[place] = measured[next++];
                }
                float[] probabilities = learner.probabilities(
                        adapted, images(conditions.get(c), IMAGES).features(), IMAGES);
                double accuracy = Score.of(
                                probabilities,
                                SPLITS.read(Split.TEST, 0, IMAGES).labels())
                        .accuracy();
                assertThat(scores.get(c).adapted().get(0))
                        .isEqualTo(accuracy)
                        .isNotEqualTo(scores.get(c).models().get(0).score().accuracy());
                assertThat(scores.get(c).adapted().get(1))
                        .isEqualTo(scores.get(c).models().get(1).score().accuracy());
            }
        }
        assertThat(scores.get(2).adapted()).containsOnly(Double.NaN);
        assertThat(score(models.get(0)).get(0).adapted()).isEmpty();
    }

    private static CorruptedImages images(Condition condition, int count) {
        return CorruptedImages.of(
                SPLITS.read(Split.TEST, 0, count),
                0,
                (Condition.Fixed) condition,
                SPLIT.noise(),
                SPLIT.normalization());
    }

    private static List<ConditionScores> score(ScoredModel... models) {
        return score(2, List.of(models));
    }

    private static List<ConditionScores> score(int cores, List<ScoredModel> models) {
        return score(cores, models, List.of(), CONDITIONS);
    }

    private static List<ConditionScores> score(
            int cores, List<ScoredModel> models, List<AttackedModel> attacked, List<Condition> conditions) {
        try (ConditionScorer scorer = new ConditionScorer(LocalSpark.context(), SPLIT, models, attacked, 0, cores)) {
            return scorer.score(conditions).scores();
        }
    }
}
