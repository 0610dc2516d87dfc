package org.meanfield.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.image.ImageShape;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads what the version of commit bc0a3d0 wrote: its files name classes of ours by their packages of then, and its manifests
 * tell no lengths. The jobs are beside them.
 */
final class EarlierFilesTest {
    /** That version's outcome for the first of two images whose pixels go from -1 to 1. */
    @ParameterizedTest
    @CsvSource({
        "old-cnn-01352938, f89c8870f8b77f749a4d82292d40a3cf566a8e10d9307ba295c29911469840ec, 0.09766612, 0.10041953, 0.109471284",
        "old-resnet-dee9ffe9, 7f13b23a6a4a1b42920a84144eeb41bc386fe728c77c01858892feb7b00b71f1, 0.08964374, 0.07345977, 0.049651768"
    })
    void aModelComputesTheSame(String run, String hash, float first, float second, float third) throws Exception {
        TrainedModel model = ModelFiles.read("model", earlier("models/" + run));
        assertThat(model.hash()).isEqualTo(hash);
        assertThat(probabilities(model.learner(), model.state()))
                .usingComparatorWithPrecision(1e-5f)
                .startsWith(first, second, third);
    }

    @ParameterizedTest
    @CsvSource({"old-cnn-01352938", "old-resnet-dee9ffe9"})
    void aCheckpointIsOfTheSameNetworkAsItsModel(String run) throws Exception {
        TrainedModel model = ModelFiles.read("model", earlier("models/" + run));
        Checkpoints.Kept kept = Checkpoints.kept("model", earlier("checkpoints/%s/round-000002".formatted(run)));
        assertThat(kept.round()).isEqualTo(2);
        assertThat(kept.model().sha256()).isEqualTo(model.state().sha256());
        assertThat(kept.configuration()).contains("org.meanfield.model.onednn.OneDnnConvolution");
    }

    @ParameterizedTest
    @ValueSource(strings = {"old-cnn-01352938", "old-resnet-dee9ffe9"})
    void aRunGoesOnFromItsCheckpoint(String run) throws Exception {
        Checkpoint checkpoint = new Checkpoints(earlier(""), run, 1).newest(line -> {
            throw new AssertionError(line);
        });
        assertThat(checkpoint.rounds()).extracting(RoundRow::round).containsExactly(1, 2);
        assertThat(checkpoint.state().steps()).isEqualTo(6);
    }

    @Test
    void theyNameTheClassesOfThen() throws Exception {
        assertThat(Files.readString(Path.of(earlier("models/old-cnn-01352938/model.json"))))
                .contains("\"org.meanfield.model.OneDnnConvolution\"", "\"org.meanfield.train.CosineSchedule\"");
    }

    private static String earlier(String path) throws URISyntaxException {
        return Path.of(EarlierFilesTest.class.getResource("earlier").toURI())
                .resolve(path)
                .toString();
    }

    private static float[] probabilities(LearnerSettings learner, State state) {
        ImageShape shape = learner.shape();
        INDArray images = Nd4j.linspace(
                        -1.0, 1.0, 2L * shape.channels() * shape.height() * shape.width(), DataType.FLOAT)
                .reshape(2, shape.channels(), shape.height(), shape.width());
        ComputationGraph network = learner.network();
        network.setParams(Nd4j.createFromArray(state.parameters()));
        return network.outputSingle(images).ravel().toFloatVector();
    }
}
