package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.Serializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.augment.Augmentation;
import org.meanfield.augment.HorizontalFlip;
import org.meanfield.corrupt.Brightness;
import org.meanfield.corrupt.CannyEdges;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.Contrast;
import org.meanfield.corrupt.Corruption;
import org.meanfield.corrupt.DefocusBlur;
import org.meanfield.corrupt.DottedLine;
import org.meanfield.corrupt.ElasticTransform;
import org.meanfield.corrupt.Fog;
import org.meanfield.corrupt.Frost;
import org.meanfield.corrupt.GaussianBlur;
import org.meanfield.corrupt.GaussianNoise;
import org.meanfield.corrupt.GlassBlur;
import org.meanfield.corrupt.ImpulseNoise;
import org.meanfield.corrupt.Inverse;
import org.meanfield.corrupt.Jpeg;
import org.meanfield.corrupt.Line;
import org.meanfield.corrupt.MotionBlur;
import org.meanfield.corrupt.NoiseAddress;
import org.meanfield.corrupt.Npy;
import org.meanfield.corrupt.Pixelate;
import org.meanfield.corrupt.Quantize;
import org.meanfield.corrupt.Rotate;
import org.meanfield.corrupt.Saturate;
import org.meanfield.corrupt.Scale;
import org.meanfield.corrupt.Shear;
import org.meanfield.corrupt.ShotNoise;
import org.meanfield.corrupt.Snow;
import org.meanfield.corrupt.Spatter;
import org.meanfield.corrupt.SpeckleNoise;
import org.meanfield.corrupt.Stage;
import org.meanfield.corrupt.Stripe;
import org.meanfield.corrupt.Translate;
import org.meanfield.corrupt.Zigzag;
import org.meanfield.corrupt.ZoomBlur;
import org.meanfield.corrupt.attack.Norm;
import org.meanfield.corrupt.attack.Pgd;
import org.meanfield.data.Dataset;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.evaluate.Predictions;
import org.meanfield.evaluate.Score;
import org.meanfield.evaluate.Scored;
import org.meanfield.evaluate.Scoring;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.Architecture;
import org.meanfield.model.init.Initializer;
import org.meanfield.storage.Lease;
import org.meanfield.storage.Progress;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.Rows;
import org.meanfield.testing.Wire;
import org.meanfield.train.Averaging;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.OuterState;
import org.meanfield.train.State;
import org.meanfield.train.WorkerResult;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.optimizer.Optimizer;
import org.meanfield.train.optimizer.Schedule;

/** Whatever goes over the wire arrives as it was sent, by Spark's Kryo with our registrator and by Java's serialization. */
final class ShippedTest {
    private static JavaSparkContext context;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void openSpark() {
        context = LocalSpark.context();
    }

    @ParameterizedTest
    @MethodSource
    void arrivesAsItWasSent(Serializer serializer, Object sent) {
        Object arrived = Wire.shipped(serializer, sent);
        assertThat(arrived).isNotSameAs(sent).hasSameClassAs(sent);
        assertThat(arrived).usingRecursiveComparison().isEqualTo(sent);
    }

    @ParameterizedTest
    @MethodSource("org.meanfield.testing.Wire#serializers")
    void aTaskArrivesWithItsBroadcasts(Serializer serializer) {
        TrainJob job = Jobs.tiny();
        Training training = training(job, Splits.open(job.data(), Progress.SILENT));
        State state = new State(new float[] {1, 2}, new float[0], 40);
        TrainWorker sent = new TrainWorker(context.broadcast(training), context.broadcast(state), 60);
        TrainWorker arrived = (TrainWorker) Wire.shipped(serializer, sent);
        assertThat(arrived.until()).isEqualTo(60);
        assertThat(arrived.state().value()).usingRecursiveComparison().isEqualTo(state);
        assertThat(arrived.training().value()).usingRecursiveComparison().isEqualTo(training);
    }

    @ParameterizedTest
    @MethodSource("org.meanfield.testing.Wire#serializers")
    void immutableListsArriveWithTheirValues(Serializer serializer) {
        List<List<String>> sent = List.of(List.of(), List.of("a"), List.of("a", "b", "c"));
        assertThat(Wire.shipped(serializer, sent)).isEqualTo(sent);
    }

    @ParameterizedTest
    @MethodSource("org.meanfield.testing.Wire#serializers")
    void aValueThatIsThereTwiceArrivesTwice(Serializer serializer) {
        Normalization normalization = new Normalization(new float[] {0.5f}, new float[] {0.25f});
        Object arrived = Wire.shipped(serializer, new ArrayList<>(List.of(normalization, normalization)));
        assertThat(arrived).usingRecursiveComparison().isEqualTo(List.of(normalization, normalization));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Dataset.class,
                Architecture.class,
                Initializer.class,
                Augmentation.class,
                Corruption.class,
                Optimizer.class,
                Schedule.class,
                GradientClipping.class,
                Averaging.class
            })
    void everyPermittedRecordIsAmongThem(Class<?> registry) {
        Set<Class<?>> sent = settings().map(Object::getClass).collect(Collectors.toSet());
        assertThat(sent).contains(registry.getPermittedSubclasses());
    }

    static Stream<Arguments> arrivesAsItWasSent() {
        return Wire.serializers().flatMap(serializer -> Stream.concat(settings(), values())
                .map(value -> Arguments.of(serializer, Named.of(name(value), value))));
    }

    /** What job files consist of, each permitted record once. */
    private static Stream<Object> settings() {
        Stream<TrainJob> jobs = Stream.of(
                Jobs.tiny("data={type: fashion-mnist, path: a, validation: 5}", "train.schedule={type: step}"),
                Jobs.tiny("data={type: svhn, path: a, splits: [train, extra]}"),
                Jobs.tiny("data={type: mnist, path: a}", "train.schedule={type: cosine}"),
                Jobs.tiny("data={type: cifar-10, path: a}", "train.schedule={type: exponential}"),
                Jobs.tiny("data={type: cifar-100, path: a}"),
                Jobs.tiny("model={type: cnn, blocks: [{filters: 3, batch-norm: true}], dense: [5, 4]}"),
                Jobs.tiny("model={type: resnet, stages: [3, 4], blocks: 1}"),
                Jobs.tiny("model={type: mlp, hidden: []}"),
                Jobs.tiny("model={type: mlp, hidden: [7, 8, 9], dropout: 0.5}"),
                Jobs.tiny("train.optimizer={type: momentum, learning-rate: 1}"),
                Jobs.tiny("train.optimizer={type: nesterov, learning-rate: 1}"),
                Jobs.tiny("train.optimizer={type: adam, learning-rate: 1}"),
                Jobs.tiny("data={type: image-folder, path: /a, class-names: [cat, owl]}"),
                Jobs.tiny("train.optimizer={type: adamw, learning-rate: 1}"),
                Jobs.tiny("train.gradient-clipping={type: value, max: 1}"),
                Jobs.tiny("train.gradient-clipping={type: global-norm, max: 1}"),
                Jobs.tiny("initializer={type: normal, std: 0.1}"),
                Jobs.tiny("initializer={type: fan-in-normal}"),
                Jobs.tiny("initializer={type: xavier-uniform}"),
                Jobs.tiny("initializer={type: xavier-normal}"),
                Jobs.tiny("initializer={type: kaiming-uniform}"),
                Jobs.tiny("initializer={type: orthogonal}"),
                Jobs.tiny("initializer={type: zeros}"),
                Jobs.tiny(
                        "augment=[{type: horizontal-flip, force: true}, {type: random-crop}, {type: translate}, {type: rotate}, "
                                + "{type: scale}, {type: shear}, {type: colour-jitter}, {type: grayscale}, {type: autocontrast}, "
                                + "{type: gaussian-noise}, {type: gaussian-blur}, {type: cutout}, {type: random-erasing}, "
                                + "{type: mixup}, {type: cutmix}, {type: trivial-augment}, {type: rand-augment}, "
                                + "{type: corrupt, types: [fog]}, {type: augmix, consistency: 0}, {type: adversarial}]"),
                Jobs.tiny("model={type: dl4j, configuration: network.json}"),
                Jobs.tiny("train.averaging={type: slow-momentum}"),
                Jobs.tiny("train.averaging={type: nesterov}"),
                Jobs.tiny("train.averaging={type: ema}"),
                Jobs.tiny());
        return Stream.concat(corruptions(), fromJobs(jobs)).distinct();
    }

    private static Stream<Object> corruptions() {
        return Stream.of(
                new GaussianNoise(List.of(0.05, 0.01), false, Stage.AFTER_NORMALIZATION),
                new ShotNoise(List.of(3.0)),
                new ImpulseNoise(List.of()),
                new SpeckleNoise(List.of(0.1)),
                new GaussianBlur(List.of(1.5, 2.0, 3.0)),
                new DefocusBlur(List.of(new DefocusBlur.Level(3, 0.1))),
                new MotionBlur(List.of(new MotionBlur.Level(3, 0.1))),
                new Contrast(List.of(0.5)),
                new Brightness(List.of(-0.5)),
                new Saturate(List.of(new Saturate.Level(3, 0.1), new Saturate.Level(2, 0))),
                new Jpeg(List.of(50, 20)),
                new Pixelate(List.of(0.5)),
                new Quantize(List.of(3)),
                new Rotate(List.of(0.5)),
                new Shear(List.of(0.5)),
                new Scale(List.of(0.5)),
                new Translate(List.of(5.0)),
                new GlassBlur(List.of(new GlassBlur.Level(1, 2, 3))),
                new ZoomBlur(List.of(new ZoomBlur.Level(1.5, 0.1))),
                new Snow(List.of(new Snow.Level(0.1, 0.2, 1, 0.6, 8, 3, 0.8))),
                new Frost(List.of(new Frost.Level(0.5, 0.5))),
                new Fog(List.of(new Fog.Level(1, 2))),
                new ElasticTransform(List.of(new ElasticTransform.Level(0.1, 0.1, 0.1))),
                new Spatter(List.of(new Spatter.Level(0.6, 0.1, 1, 0.7, 0.5, Spatter.Liquid.WATER))),
                new Stripe(List.of(0.2)),
                new Line(List.of(2.0)),
                new DottedLine(List.of(2.0)),
                new Zigzag(List.of(2.0)),
                new CannyEdges(List.of(2.0)),
                new Inverse(List.of(0.5)),
                new Npy("fog.npy", "", 100));
    }

    private static Stream<Object> fromJobs(Stream<TrainJob> jobs) {
        return jobs.flatMap(job -> Stream.concat(
                job.augment().stream(),
                Stream.<Object>of(
                        job.data(),
                        job.model(),
                        job.initializer(),
                        job.train(),
                        job.train().optimizer(),
                        job.train().schedule(),
                        job.train().gradientClipping(),
                        job.train().averaging(),
                        job.checkpoint())));
    }

    private static WriteGuard guard() {
        try (Lease lease = Lease.await(folder.resolve("tiny-1").toString(), Progress.SILENT)) {
            return lease.guard();
        }
    }

    /** What a run sends and brings back. */
    private static Stream<Object> values() {
        TrainJob job = Jobs.tiny();
        Splits splits = Splits.open(job.data(), Progress.SILENT);
        return Stream.of(
                splits,
                new Shard.Slice(splits, 1, 5, 20).read(),
                new Shard.Read(splits, job.train().plan(20)),
                training(job, splits),
                training(Jobs.tiny("model={type: resnet, stages: [3], blocks: 1}"), splits)
                        .recalibration(),
                new State(new float[] {0.1f, -0f, Float.POSITIVE_INFINITY}, new float[] {Float.MIN_VALUE}, 1L << 40),
                new State(new float[] {1}, new float[0], 3, new OuterState(new float[] {4}, new float[] {5})),
                new WorkerResult(3, new float[] {1}, new float[0], 640, 0.25, 1 / 3.0, 0.5),
                job,
                new PackedTraining(
                        training(job, splits), job, job.checkpoint(), "out", "tiny-1", guard(), Until.rounds(5)),
                new TrainingResult(
                        new Checkpoint(
                                1,
                                new State(new float[] {1}, new float[0], 3),
                                new State(new float[] {2}, new float[0], 3),
                                1,
                                List.of(Rows.round(1, 1, 20, 0.5)),
                                List.of(Rows.evaluation("test", 1, 1, 0.5, 0.25))),
                        "",
                        false,
                        0.5,
                        Predictions.of(0, new float[] {0.75f, 0.25f}, new byte[] {1})),
                new Scored(
                        Score.of(new float[] {0.75f, 0.25f}, new byte[] {1}),
                        Predictions.of(500, new float[] {0.75f, 0.25f}, new byte[] {1})),
                new Scoring(splits, splits.normalization(), Split.TEST),
                new Condition.Clean(),
                new Condition.Corrupted(new GaussianNoise(List.of(0.1), true, Stage.AFTER_NORMALIZATION), 1, 2),
                new CorruptedSplit(
                        splits, Split.TEST, splits.normalization(), NoiseAddress.of(211, job.data(), Split.TEST)),
                new ScoredModel(job.learner(20).forScoring(), new float[] {1, 2}),
                new ScoringTask(500, 1, 2, 3, 4),
                new Condition.Attacked(new Pgd(Norm.L2, List.of(8.0), 5, 0.25, true, "some-run"), 1, 1, 2),
                new AttackedModel(
                        "some-run",
                        new ScoredModel(job.learner(20).forScoring(), new float[] {1, 2}),
                        splits.normalization()),
                new BlockScores(
                        new ScoringTask(500, 0, 1, 0, 1),
                        List.of(List.of(new Scored(
                                Score.of(new float[] {0.75f, 0.25f}, new byte[] {1}),
                                Predictions.of(500, new float[] {0.75f, 0.25f}, new byte[] {1})))),
                        List.of(List.of(new byte[] {1, 2})),
                        List.of(List.of(7L)),
                        0.5,
                        0.25),
                new MeanfieldPlugin.Report(
                        new ExecutorRow("1", "host", "CpuBackend", "avx2", "17"), "", true, "no driver"),
                new ExecutorCheck.Access("1", "host", "cannot access the output"));
    }

    /** More of them than go into one block of bytes. */
    @ParameterizedTest
    @MethodSource("org.meanfield.testing.Wire#serializers")
    void manyFloatsArriveWithTheirBits(Serializer serializer) {
        float[] sent = new float[40_001];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (float) (random.nextDouble() - 0.5);
        }
        State state = new State(sent, new float[] {-0f}, 3);
        State arrived = (State) Wire.shipped(serializer, state);
        assertThat(arrived.sha256()).isEqualTo(state.sha256());
        assertThat(arrived.parameters()[40_000]).isEqualTo(sent[40_000]);
        assertThat(arrived.updater()).containsExactly(-0f);
    }

    private static Training training(TrainJob job, Splits splits) {
        Normalization normalization = new Normalization(new float[] {0.5f}, new float[] {0.25f});
        return new Training(
                job.train(),
                List.of(new HorizontalFlip(0.5, true)),
                job.train().plan(20),
                job.learner(20),
                splits,
                normalization);
    }

    private static String name(Object value) {
        String name = value.getClass().getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
