package org.meanfield.spark.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.testing.LocalSpark;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

final class RoundTrainingMasterTest {
    private static final int INPUTS = 4;
    private static final int CLASSES = 3;

    private JavaSparkContext context;

    @BeforeEach
    void openSpark() {
        context = LocalSpark.context();
    }

    /** DL4J's own test of averaging: with plain gradient descent, k workers that take one step are one that takes it on all. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void oneStepOfSomeWorkersIsOneStepOnTheirJointBatchThroughBothMasters(int workers) {
        List<TrainingMaster<?, ?>> masters = List.of(
                new RoundTrainingMaster.Builder(workers, 1)
                        .batchSizePerWorker(4)
                        .averagingFrequency(1)
                        .build(),
                new ParameterAveragingTrainingMaster.Builder(workers, 1)
                        .batchSizePerWorker(4)
                        .averagingFrequency(1)
                        .rddTrainingApproach(RDDTrainingApproach.Direct)
                        .build());
        List<DataSet> examples = examples(4 * workers);
        for (TrainingMaster<?, ?> master : masters) {
            MultiLayerNetwork alone = network(new Sgd(0.1));
            SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network(new Sgd(0.1)), master);
            JavaRDD<DataSet> data = context.parallelize(examples, 5);
            for (int epoch = 0; epoch < 3; epoch++) {
                alone.fit(DataSet.merge(examples));
                spark.fit(data);
            }
            assertThat(spark.getNetwork().params().toFloatVector())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(alone.params().toFloatVector());
            assertThat(spark.getNetwork().getIterationCount()).isEqualTo(3);
            assertThat(spark.getNetwork().getEpochCount()).isEqualTo(3);
        }
    }

    /** Two partitions of 5 and 2 examples, batches of 2, rounds of 2 steps: 4 examples against 2, then 1 against none. */
    @Test
    void unevenPartitionsHaveTheWeightOfTheirExamplesToTheBit() {
        List<DataSet> examples = examples(7);
        JavaRDD<DataSet> data = context.parallelize(List.of(0, 1), 2).flatMap(part -> examples(7)
                .subList(part == 0 ? 0 : 5, part == 0 ? 5 : 7)
                .iterator());
        RoundTrainingMaster master = new RoundTrainingMaster.Builder(1)
                .repartionData(Repartition.Never)
                .batchSizePerWorker(2)
                .averagingFrequency(2)
                .build();
        SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network(new Adam(0.01)), master);
        spark.fit(data);

        MultiLayerNetwork first = network(new Adam(0.01));
        MultiLayerNetwork second = network(new Adam(0.01));
        first.fit(DataSet.merge(examples.subList(0, 2)));
        first.fit(DataSet.merge(examples.subList(2, 4)));
        second.fit(DataSet.merge(examples.subList(5, 7)));
        float[] parameters =
                mean(4, first.params().toFloatVector(), 2, second.params().toFloatVector());
        float[] updater = mean(
                4,
                first.updaterState().toFloatVector(),
                2,
                second.updaterState().toFloatVector());
        first.params().assign(Nd4j.createFromArray(parameters).reshape(1, parameters.length));
        first.updaterState().assign(Nd4j.createFromArray(updater).reshape(1, updater.length));
        first.fit(examples.get(4));

        assertThat(spark.getNetwork().params()).isEqualTo(first.params());
        assertThat(spark.getNetwork().updaterState()).isEqualTo(first.updaterState());
        assertThat(spark.getNetwork().getIterationCount())
                .isEqualTo(first.getIterationCount())
                .isEqualTo(3);
        assertThat(spark.getScore()).isCloseTo(first.score(), within(1e-12));
    }

    @Test
    void withoutSavingItEachRoundStartsWithTheUpdaterOfTheNetwork() {
        List<DataSet> examples = examples(4);
        RoundTrainingMaster master = new RoundTrainingMaster.Builder(1, 1)
                .saveUpdater(false)
                .batchSizePerWorker(2)
                .averagingFrequency(1)
                .build();
        SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network(new Adam(0.01)), master);
        spark.fit(context.parallelize(examples, 1));
        MultiLayerNetwork alone = network(new Adam(0.01));
        alone.fit(DataSet.merge(examples.subList(0, 2)));
        alone.updaterState().assign(0);
        alone.fit(DataSet.merge(examples.subList(2, 4)));
        assertThat(spark.getNetwork().params()).isEqualTo(alone.params());
        assertThat(spark.getNetwork().updaterState().sumNumber().doubleValue()).isZero();
    }

    /** Items i, i + k, i + 2k … are worker i's. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "3, 7"})
    void theBitsDependOnTheDataAndTheirOrderAlone(int workers, int partitions) {
        List<DataSet> examples = examples(11);
        float[] expected =
                trainGraph(workers, context.parallelize(examples, 2)).params().toFloatVector();
        ComputationGraph again = trainGraph(workers, context.parallelize(examples, partitions));
        assertThat(again.params().toFloatVector()).isEqualTo(expected);
        List<DataSet> items = List.of(
                DataSet.merge(examples.subList(0, 3)), DataSet.merge(examples.subList(3, 10)), examples.get(10));
        float[] ofLargerItems =
                trainGraph(1, context.parallelize(items, 2)).params().toFloatVector();
        if (workers == 1) {
            assertThat(ofLargerItems).as("a data set of any size").isEqualTo(expected);
        }
    }

    @Test
    void graphsTakeDataSetsMultiDataSetsAndPaths(@TempDir Path folder) throws IOException {
        List<DataSet> examples = examples(9);
        float[] expected =
                trainGraph(2, context.parallelize(examples, 3)).params().toFloatVector();

        SparkComputationGraph multi = new SparkComputationGraph(context, graph(), master(2));
        List<MultiDataSet> multis =
                examples.stream().map(DataSet::toMultiDataSet).toList();
        multi.fitMultiDataSet(context.parallelize(multis, 3));
        assertThat(multi.getNetwork().params().toFloatVector()).isEqualTo(expected);

        List<String> paths = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            Path file = folder.resolve("%02d.bin".formatted(i));
            try (var out = Files.newOutputStream(file)) {
                examples.get(i).save(out);
            }
            paths.add(file.toUri().toString());
        }
        SparkComputationGraph fromFiles = new SparkComputationGraph(context, graph(), master(2));
        fromFiles.fitPaths(context.parallelize(paths, 4));
        assertThat(fromFiles.getNetwork().params().toFloatVector()).isEqualTo(expected);
        SparkDl4jMultiLayer layers = new SparkDl4jMultiLayer(context, dropping(), master(2));
        layers.fitPaths(context.parallelize(paths, 4));
        assertThat(layers.getNetwork().params().toFloatVector()).isEqualTo(expected);
    }

    @Test
    void anRddThatIsCachedKeepsItsStorageLevel() {
        JavaRDD<DataSet> data = context.parallelize(examples(6), 2).cache();
        new SparkDl4jMultiLayer(context, network(new Sgd(0.1)), master(2)).fit(data);
        assertThat(data.getStorageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY());
        assertThat(context.getPersistentRDDs()).hasSize(1);
        data.unpersist();
    }

    @Test
    void hooksAndListenersAreCalledAtEachStep() {
        Counting.BEFORE.set(0);
        Counting.AFTER.set(0);
        CountingListener.ITERATIONS.clear();
        RoundTrainingMaster master = new RoundTrainingMaster.Builder(2, 1)
                .batchSizePerWorker(2)
                .averagingFrequency(2)
                .trainingHooks(new Counting())
                .build();
        Counting removed = new Counting();
        master.addHook(removed);
        master.removeHook(removed);
        SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network(new Sgd(0.1)), master);
        spark.setListeners(new CountingListener());
        // Workers of 6 and 5 examples: three steps each.
        spark.fit(context.parallelize(examples(11), 3));
        spark.fit(context.parallelize(examples(2), 3));
        assertThat(Counting.BEFORE).hasValue(8);
        assertThat(Counting.AFTER).hasValue(8);
        assertThat(CountingListener.ITERATIONS).containsExactlyInAnyOrder(0, 0, 1, 1, 2, 2, 3, 3);
    }

    @Test
    void measuresTheRoundsOnRequest(@TempDir Path folder) throws IOException {
        RoundTrainingMaster master = master(2);
        SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network(new Sgd(0.1)), master);
        assertThat(master.getIsCollectTrainingStats()).isFalse();
        spark.setCollectTrainingStats(true);
        spark.fit(context.parallelize(examples(12), 3));
        assertThat(master.getIsCollectTrainingStats()).isTrue();
        SparkTrainingStats stats = spark.getSparkTrainingStats();
        assertThat(stats.getKeySet()).containsExactly("deal", "broadcast", "compute", "mean", "fit");
        for (String part : stats.getKeySet()) {
            boolean once = part.equals("deal") || part.equals("fit");
            assertThat(stats.getValue(part)).as(part).hasSize(once ? 1 : 2);
        }
        assertThat(stats.getValue("fit").get(0).getDurationMs())
                .isGreaterThanOrEqualTo(stats.getValue("compute").get(0).getDurationMs());
        assertThat(stats.statsAsString()).containsPattern("compute    \\d+, \\d+ ms\n");
        stats.addOtherTrainingStats(stats);
        assertThat(stats.getValue("mean")).hasSize(4);
        stats.exportStatFiles(folder.toString(), context.sc());
        assertThat(folder.resolve("mean.csv")).content().hasLineCount(5);
        spark.setCollectTrainingStats(false);
        assertThat(master.getTrainingStats().getValue("fit")).isEmpty();
    }

    @Test
    void itsSettingsSurviveJsonAndYaml() {
        RoundTrainingMaster master = new RoundTrainingMaster.Builder(7, 32)
                .batchSizePerWorker(64)
                .averagingFrequency(9)
                .saveUpdater(false)
                .repartionData(Repartition.NumPartitionsWorkersDiffers)
                .storageLevel(StorageLevel.DISK_ONLY())
                .rngSeed(-5)
                .collectTrainingStats(true)
                .build();
        assertThat(master.toJson())
                .isEqualTo("{\"workers\":7,\"batch-size-per-worker\":64,\"averaging-frequency\":9,"
                        + "\"save-updater\":false,\"repartition\":\"numpartitionsworkersdiffers\","
                        + "\"storage-level\":\"DISK_ONLY\",\"rng-seed\":-5,\"collect-training-stats\":true}");
        assertThat(RoundTrainingMaster.fromJson(master.toJson()).toJson()).isEqualTo(master.toJson());
        assertThat(RoundTrainingMaster.fromYaml(master.toYaml()).toJson()).isEqualTo(master.toJson());
        assertThat(master.toYaml()).startsWith("workers: 7\n").hasLineCount(8);
        assertThat(RoundTrainingMaster.fromYaml(master.toYaml()).getIsCollectTrainingStats())
                .isTrue();
    }

    @Test
    void wrongSettingsAndDataAreToldInOneLine() {
        assertThatThrownBy(() -> new RoundTrainingMaster.Builder(0, 1)).hasMessage("workers is 0 but must be positive");
        assertThatThrownBy(() -> new RoundTrainingMaster.Builder(2, 0))
                .hasMessage("rddDataSetNumExamples is 0 but must be positive");
        assertThatThrownBy(() -> new RoundTrainingMaster.Builder(1).averagingFrequency(0))
                .hasMessage("averagingFrequency is 0 but must be positive");
        assertThatThrownBy(() -> new RoundTrainingMaster.Builder(1).batchSizePerWorker(-1))
                .hasMessage("batchSizePerWorker is -1 but must be positive");
        SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network(new Sgd(0.1)), master(2));
        JavaRDD<DataSet> nothing = context.parallelize(List.of(), 2);
        assertThatThrownBy(() -> spark.fit(nothing)).hasMessage("The training data are empty");
        MultiLayerConfiguration twice = configuration(new Sgd(0.1));
        twice.setDataType(DataType.DOUBLE);
        SparkDl4jMultiLayer exact = new SparkDl4jMultiLayer(context, twice, master(2));
        JavaRDD<DataSet> data = context.parallelize(examples(2), 2);
        assertThatThrownBy(() -> exact.fit(data)).hasMessage("The network's data type is DOUBLE but must be FLOAT");
    }

    @ParameterizedTest
    @CsvSource({
        "org.apache.spark.serializer.JavaSerializer, ''",
        "org.apache.spark.serializer.KryoSerializer, org.nd4j.kryo.Nd4jRegistrator"
    })
    void runsInASessionThatKnowsNothingOfUs(String serializer, String registrator) {
        float[] expected =
                trainGraph(2, context.parallelize(examples(9), 3)).params().toFloatVector();
        context.close();
        SparkConf conf = new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("a user's")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.serializer", serializer);
        if (!registrator.isEmpty()) {
            conf.set("spark.kryo.registrator", registrator);
        }
        try (JavaSparkContext plain = new JavaSparkContext(conf)) {
            context = plain;
            ComputationGraph trained = trainGraph(2, plain.parallelize(examples(9), 3));
            assertThat(trained.params().toFloatVector()).isEqualTo(expected);
            SparkComputationGraph spilled = new SparkComputationGraph(
                    plain,
                    graph(),
                    new RoundTrainingMaster.Builder(2, 1)
                            .batchSizePerWorker(2)
                            .averagingFrequency(2)
                            .storageLevel(StorageLevel.DISK_ONLY())
                            .build());
            spilled.fit(plain.parallelize(examples(9), 3));
            assertThat(spilled.getNetwork().params().toFloatVector()).isEqualTo(expected);
        }
    }

    @Test
    void driversOfWorkersGetDl4jsOwn() {
        SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network(new Adam(0.01)), master(2));
        assertThat(master(2).getWorkerInstance(spark).getInitialModel().params())
                .isEqualTo(spark.getNetwork().params());
        SparkComputationGraph graph = new SparkComputationGraph(context, graph(), master(2));
        assertThat(master(2).getWorkerInstance(graph).getInitialModelGraph().params())
                .isEqualTo(graph.getNetwork().params());
    }

    private ComputationGraph trainGraph(int workers, JavaRDD<DataSet> data) {
        SparkComputationGraph spark = new SparkComputationGraph(context, graph(), master(workers));
        return spark.fit(data);
    }

    private static RoundTrainingMaster master(int workers) {
        return new RoundTrainingMaster.Builder(workers, 1)
                .batchSizePerWorker(2)
                .averagingFrequency(2)
                .build();
    }

    private static MultiLayerConfiguration configuration(IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(INPUTS)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .dropOut(0.8)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static MultiLayerNetwork network(IUpdater updater) {
        MultiLayerConfiguration configuration = configuration(updater);
        // Masks that a plain fit and a worker draw differ.
        configuration.getConf(0).getLayer().setIDropout(null);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    /** With dropout, whose masks have addresses. */
    private static MultiLayerNetwork dropping() {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(new Adam(0.01)));
        network.init();
        return network;
    }

    private static ComputationGraph graph() {
        return dropping().toComputationGraph();
    }

    private static List<DataSet> examples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    float[] features = new float[INPUTS];
                    for (int j = 0; j < INPUTS; j++) {
                        features[j] = ((5 * i + 7 * j) % 11 - 5) / 4f;
                    }
                    float[] labels = new float[CLASSES];
                    labels[i % CLASSES] = 1;
                    return new DataSet(
                            Nd4j.createFromArray(features).reshape(1, INPUTS),
                            Nd4j.createFromArray(labels).reshape(1, CLASSES));
                })
                .toList();
    }

    private static float[] mean(double weight, float[] values, double otherWeight, float[] others) {
        float[] mean = new float[values.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) ((weight * values[i] + otherWeight * others[i]) / (weight + otherWeight));
        }
        return mean;
    }

    /** Executors of {@code local[2]} are in this JVM, so that what they call can count here. */
    private static final class Counting implements TrainingHook {
        private static final long serialVersionUID = 1L;
        private static final AtomicInteger BEFORE = new AtomicInteger();
        private static final AtomicInteger AFTER = new AtomicInteger();

        @Override
        public void preUpdate(org.nd4j.linalg.dataset.api.DataSet batch, Model model) {
            BEFORE.incrementAndGet();
        }

        @Override
        public void postUpdate(org.nd4j.linalg.dataset.api.DataSet batch, Model model) {
            AFTER.incrementAndGet();
        }

        @Override
        public void preUpdate(MultiDataSet batch, Model model) {
            BEFORE.incrementAndGet();
        }

        @Override
        public void postUpdate(MultiDataSet batch, Model model) {
            AFTER.incrementAndGet();
        }
    }

    private static final class CountingListener extends BaseTrainingListener implements Serializable {
        private static final long serialVersionUID = 1L;
        private static final List<Integer> ITERATIONS = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            ITERATIONS.add(iteration);
        }
    }
}
