package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordWriter;
import org.meanfield.job.train.TrainJob;
import org.meanfield.testing.Jobs;

final class FreezeTest {
    private static final String CNN =
            "model={type: cnn, blocks: [{filters: 4, batch-norm: true, pool: 8}], dense: [8]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[conv1]          | conv1",
                "['*1']           | conv1, norm1, dense1",
                "['*o*']          | conv1, norm1, output",
                "[dense1, conv*]  | conv1, dense1",
                "[conv1, conv1]   | conv1",
                "[c*v1, nor*m1]   | conv1, norm1",
            })
    void aNameOrAPatternFreezes(String freeze, String frozen) {
        assertThat(Jobs.tiny(CNN, "freeze=" + freeze).learner(20).frozen()).endsWith("frozen: " + frozen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[conv2]        | freeze is conv2 but must be a layer with parameters (conv1, norm1, dense1, output), or several with *",
                "[conv1, '']    | freeze is  but must be a layer with parameters (conv1, norm1, dense1, output), or several with *",
                "[pool1]        | freeze is pool1 but must be a layer with parameters (conv1, norm1, dense1, output), or several with *",
                "['con.*']      | freeze is con.* but must be a layer with parameters (conv1, norm1, dense1, output), or several with *",
                "[Conv1]        | freeze is Conv1 but must be a layer with parameters (conv1, norm1, dense1, output), or several with *",
                "['*']          | freeze is [*] but must be fewer than all layers with parameters (conv1, norm1, dense1, output)",
                "[output, '*1'] | freeze is [output, *1] but must be fewer than all layers with parameters (conv1, norm1, dense1, output)",
            })
    void whatNamesNoLayerIsOneLine(String freeze, String message) {
        TrainJob job = Jobs.tiny(CNN, "freeze=" + freeze);
        assertThatThrownBy(() -> job.learner(20))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    /** 4·3·3·3 + 4 of the convolution, 2·4 of the batch norm, whose statistics are not counted, 64·8 + 8 and 8·10 + 10. */
    @Test
    void theSummarySaysHowManyAreTrained() {
        TrainJob job = Jobs.tiny(CNN, "freeze=[conv1, norm1]");
        assertThat(job.summary(Optional.empty(), Optional.empty()))
                .endsWith(
                        "730 trainable parameters, 8 running statistics%n610 parameters are trained, 120 are frozen: conv1, norm1%n"
                                .formatted());
        assertThat(Jobs.tiny(CNN).summary(Optional.empty(), Optional.empty()))
                .endsWith("running statistics%n".formatted());
    }

    @Test
    void dl4jsTrainerDoesNotKnowIt() {
        assertThatThrownBy(() -> Jobs.tiny("train.trainer=dl4j-parameter-averaging", "freeze=[dense1]"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("train.trainer is dl4j-parameter-averaging but must be rounds with freeze");
    }

    /** A job from before there was freezing keeps its id. */
    @Test
    void noneIsNotWritten() {
        assertThat(RecordWriter.toJson(Jobs.tiny("freeze=[]"))).doesNotContain("freeze");
        TrainJob job = Jobs.tiny("freeze=[dense1]");
        assertThat(TrainJob.ofJson(RecordWriter.toJson(job), "a job").freeze()).isEqualTo(List.of("dense1"));
    }

    /** An exported network, or one to be scored, is trainable. */
    @Test
    void scoringFreezesNothing() {
        assertThat(Jobs.tiny(CNN, "freeze=[conv1]").learner(20).forScoring())
                .isEqualTo(Jobs.tiny(CNN).learner(20).forScoring());
    }
}
