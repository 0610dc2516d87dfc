package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.model.fixture.Intruder;
import org.meanfield.model.fixture.MovedDense;
import org.meanfield.testing.Jobs;
import org.nd4j.linalg.activations.Activation;

final class NetworkJsonTest {
    private static final String INTRUDER = Intruder.class.getName();
    private static final String FILE = "network.json";

    @AfterEach
    void allowNothingElse() {
        System.clearProperty(AllowedClasses.SETTING);
    }

    private static List<String> architectures() {
        return List.of(
                "{type: mlp, hidden: [6], dropout: 0.1}",
                "{type: cnn, blocks: [{filters: 2, kernel: 3, batch-norm: true, pool: 2}], dense: [4], activation: tanh}",
                "{type: cnn, blocks: [{filters: 2, kernel: 3}], features: global-average, dropout: 0.1}",
                "{type: resnet, stages: [2, 3], blocks: 1, dropout: 0.1}");
    }

    /** Every architecture with every optimizer and schedule, to a file and back. */
    @ParameterizedTest
    @MethodSource("architectures")
    void aFileNamesNoClassOfOurs(String architecture) {
        for (String optimizer : List.of("sgd", "momentum", "nesterov", "adam", "adamw")) {
            for (String schedule : List.of("constant", "step", "cosine")) {
                String json = Jobs.tiny(
                                "model=" + architecture,
                                "train.schedule={type: %s}".formatted(schedule),
                                "train.optimizer={type: %s, learning-rate: 0.1, weight-decay: 0.01}"
                                        .formatted(optimizer))
                        .learner(20)
                        .configuration();
                assertThat(json).contains("org.meanfield");
                String file = NetworkJson.toFile(json);
                assertThat(file)
                        .as(optimizer + " " + schedule)
                        .contains("\"meanfield:" + schedule + "-schedule\"")
                        .doesNotContain("org.meanfield");
                assertThat(read(NetworkJson.fromFile(FILE, file, ComputationGraphConfiguration.class)))
                        .isEqualTo(read(json));
            }
        }
    }

    @Test
    void everyNameIsOfAClassThatIsThere() {
        assertThat(TypeNames.OURS.classNames()).hasSize(17).allMatch(AllowedClasses::exists);
        assertThat(TypeNames.OURS.types())
                .flatExtracting(type -> type.stock().stream().toList())
                .hasSize(8)
                .allMatch(AllowedClasses::exists);
    }

    /** A file with today's name, and one with the name that the class had before it was moved. */
    @ParameterizedTest
    @ValueSource(strings = {"meanfield:dense", "org.meanfield.model.OneDnnDense"})
    void aClassThatWasMovedIsReadByItsName(String name) {
        TypeNames moved = new TypeNames(List.of(new TypeNames.Type(
                "meanfield:dense",
                MovedDense.class.getName(),
                Optional.empty(),
                List.of("org.meanfield.model.OneDnnDense"))));
        String file = stack().replace(DenseLayer.class.getName(), name);
        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(
                new NetworkJson(moved).checked(FILE, file, MultiLayerConfiguration.class));
        assertThat(read.getConf(0).getLayer()).isInstanceOf(MovedDense.class);
    }

    /** Ways in which DL4J's reader comes by a class, each with a class that nobody allowed. */
    private static List<String> intrusions() {
        String layer = "{\"confs\": [{\"layer\": %s}]}";
        String dense = "{\"@class\": \"" + DenseLayer.class.getName() + "\", %s}";
        return List.of(
                layer.formatted("{\"@class\": \"%s\"}".formatted(INTRUDER)),
                layer.formatted("[\"%s\", {}]".formatted(INTRUDER)),
                layer.formatted("[\"%s\"]".formatted(INTRUDER)),
                layer.formatted("{\"nin\": 3, \"@class\": \"%s\"}".formatted(INTRUDER)),
                layer.formatted("{\"\\u0040class\": \"%s\"}".formatted(INTRUDER)),
                layer.formatted("{\"@class\": \"%s<%s>\"}".formatted(DenseLayer.class.getName(), INTRUDER)),
                layer.formatted("[\"%s<%s>\", {}]".formatted(DenseLayer.class.getName(), INTRUDER)),
                layer.formatted(dense.formatted("\"activationFn\": {\"@class\": \"%s\"}".formatted(INTRUDER))),
                layer.formatted(dense.formatted("\"constraints\": [[\"%s\", {}]]".formatted(INTRUDER))),
                layer.formatted(dense.formatted("\"constraints\": [{\"@class\": \"%s\"}]".formatted(INTRUDER))),
                layer.formatted(
                        dense.formatted("\"weightInitFn\": {\"@class\": \"%s\", \"distribution\": {\"type\": \"%s\"}}"
                                .formatted(WeightInitDistribution.class.getName(), INTRUDER))),
                layer.formatted(dense.formatted(
                        "\"weightInit\": \"DISTRIBUTION\", \"dist\": {\"type\": \"%s\"}".formatted(INTRUDER))),
                layer.formatted(dense.formatted(
                        "\"weightInit\": \"DISTRIBUTION\", \"dist\": [\"%s\", {}]".formatted(INTRUDER))));
    }

    @ParameterizedTest
    @MethodSource("intrusions")
    void aClassThatIsNotAllowedIsNamedAndNotRun(String json) {
        assertThatThrownBy(() -> NetworkJson.fromFile(FILE, json, MultiLayerConfiguration.class))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .startsWith("class in network.json is ")
                .contains(INTRUDER)
                .endsWith(" but must be a class of DL4J or ND4J, or one that spark.meanfield.allowedClasses names");
        assertThat(System.getProperty(Intruder.RAN)).isNull();
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        String json = "{\"confs\": [{\"layer\": {\"@class\": \"%s\", \"@class\": \"%s\"}}]}"
                .formatted(DenseLayer.class.getName(), INTRUDER);
        assertThatThrownBy(() -> NetworkJson.fromFile(FILE, json, MultiLayerConfiguration.class))
                .hasMessageContaining("Duplicate field '@class'");
    }

    @Test
    void deepNestingAndTrailingTextAreRefused() {
        String deep = "[".repeat(100_000);
        assertThatThrownBy(() -> NetworkJson.fromFile(FILE, deep, MultiLayerConfiguration.class))
                .hasMessageContainingAll("epth (65) exceeds the maximum allowed", "64");
        assertThatThrownBy(() -> NetworkJson.fromFile(FILE, stack() + "{}", MultiLayerConfiguration.class))
                .hasMessageContaining("Trailing token");
    }

    /** Classes of DL4J and ND4J in places of another kind, one of ours that is no part of a network, and one that is nowhere. */
    @ParameterizedTest
    @CsvSource({
        "org.nd4j.linalg.factory.Nd4j, a subtype of Layer",
        "org.nd4j.linalg.activations.impl.ActivationReLU, a subtype of Layer",
        "org.deeplearning4j.nn.Absent, a class on the class path",
        "org.meanfield.Main, 'a class of DL4J or ND4J, or one that spark.meanfield.allowedClasses names'",
        "5, 'a class of DL4J or ND4J, or one that spark.meanfield.allowedClasses names'"
    })
    void aClassOfAnotherKindIsRefused(String name, String allowed) {
        assertThatThrownBy(() -> NetworkJson.fromFile(
                        FILE,
                        "{\"confs\": [{\"layer\": {\"@class\": \"%s\"}}]}".formatted(name),
                        MultiLayerConfiguration.class))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("class in network.json is %s but must be %s".formatted(name, allowed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.meanfield.model.fixture.MovedDense",
                "com.acme.Layer, org.meanfield.model.fixture.*",
                " org.meanfield.model.* "
            })
    void aClassOfTheUsersIsReadIfTheSettingNamesIt(String setting) {
        String json = stack().replace(DenseLayer.class.getName(), MovedDense.class.getName());
        assertThatThrownBy(() -> NetworkJson.fromFile(FILE, json, MultiLayerConfiguration.class))
                .isInstanceOf(InvalidInputException.class);
        System.setProperty(AllowedClasses.SETTING, setting);
        assertThat(MultiLayerConfiguration.fromJson(NetworkJson.fromFile(FILE, json, MultiLayerConfiguration.class))
                        .getConf(0)
                        .getLayer())
                .isInstanceOf(MovedDense.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "com.*.Layer", ".*", "com.acme."})
    void aSettingThatIsNoListOfNamesIsRefused(String setting) {
        System.setProperty(AllowedClasses.SETTING, setting);
        assertThatThrownBy(() -> NetworkJson.fromFile(FILE, stack(), MultiLayerConfiguration.class))
                .hasMessage(
                        "spark.meanfield.allowedClasses is %s but must be names of classes, or of packages that end in .*"
                                .formatted(setting));
    }

    /** Among others a layer whose name has a dot, first in a list, and weights from a distribution, whose class is its type. */
    @Test
    void whatDl4jWritesIsReadAsItIs() {
        String stack = stack();
        assertThat(MultiLayerConfiguration.fromJson(NetworkJson.fromFile(FILE, stack, MultiLayerConfiguration.class)))
                .isEqualTo(MultiLayerConfiguration.fromJson(stack));
        String graph = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in.0")
                .addLayer("a.b", new DenseLayer.Builder().nIn(2).nOut(3).build(), "in.0")
                .addLayer("out", output(), "a.b")
                .setOutputs("out")
                .build()
                .toJson();
        ComputationGraphConfiguration read =
                read(NetworkJson.fromFile(FILE, graph, ComputationGraphConfiguration.class));
        assertThat(read).isEqualTo(read(graph));
        assertThat(read.getVertices().get("a.b")).isInstanceOf(LayerVertex.class);
        assertThat(NetworkJson.toFile(graph)).isEqualTo(graph);
    }

    @Test
    void aDistributionMayHaveItsEarlierForm() {
        String json = stack().replaceAll("\"type\" : \"[^\"]*\"", "\"normal\" : {\"mean\": 0, \"std\": 1}");
        assertThat(json).contains("\"normal\"");
        assertThatCode(() -> NetworkJson.fromFile(FILE, json, MultiLayerConfiguration.class))
                .doesNotThrowAnyException();
    }

    private static ComputationGraphConfiguration read(String json) {
        return ComputationGraphConfiguration.fromJson(json);
    }

    private static String stack() {
        return new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(3)
                        .weightInit(new NormalDistribution(0, 0.5))
                        .build())
                .layer(output())
                .build()
                .toJson();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder()
                .nIn(3)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
