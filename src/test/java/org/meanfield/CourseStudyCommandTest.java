package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.testing.LocalSpark;

/** A study of a closed form, as the command line starts it. */
final class CourseStudyCommandTest {
    @TempDir
    private Path folder;

    @Test
    void rowsPictureAndVerdictAreThereAndTheSameWithAnyNumberOfTasks() throws IOException {
        CommandRun run = run("2", "study.trials=50");

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("run_id").asText()).matches("ridge-[0-9a-f]{8}");
        assertThat(json.path("verdict").asText()).isEqualTo("as expected");
        assertThat(json.path("quantities")
                        .path("best penalty")
                        .path("as_expected")
                        .asInt())
                .isEqualTo(6);
        assertThat(run.err()).contains(": as expected", "  best penalty: 6 of 6 as expected");
        assertThat(Files.size(Path.of(json.path("picture").asText()))).isGreaterThan(10_000);
        List<Row> rows = rows();
        assertThat(rows).hasSize(86);
        assertThat(rows.get(0).<String>getAs("study")).isEqualTo("ridge");
        assertThat(rows.get(0).<String>getAs("setting")).isEqualTo("N/d = 0.5, σ_ε = 0.1");
        assertThat(rows.get(0).<Double>getAs("low")).isLessThan(rows.get(0).<Double>getAs("measured"));

        assertThat(run("1", "study.trials=50")).isEqualTo(run);
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void aStudyThatDoesNotComeOutSaysSo() throws IOException {
        CommandRun run = CommandRun.of(
                "study", "jobs/course/piecewise-linear.yaml", "--set=study.slopes=[-1, -3, 5]", "--output=" + folder);

        assertThat(run.code()).isZero();
        assertThat(new ObjectMapper().readTree(run.out()).path("verdict").asText())
                .isEqualTo("not as expected");
        assertThat(run.err()).contains(": not as expected", "  slope: 2 of 3 as expected, which are too few");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ridge | study.trials=1 | study.trials is 1 but must be in 2 … 1000000",
                "ridge | study.ratios=[] | study.ratios is empty but must be a list of at least one",
                "ridge | study.noise=[1, 0] | study.noise[1] is 0.0 but must be positive",
                "ridge | study.penalties=[2, 1] | study.penalties is [2.0, 1.0] but must be ascending",
                "ridge | study.type=rigde | study.type is rigde but must be one of ridge, minimum-norm, convolution-matrix, backpropagation, "
                        + "piecewise-linear, equivariance, dna, momentum, xor, guess-and-check; did you mean ridge?",
                "minimum-norm | study.samples=20 | study.samples is 20 but must be in 1 … dimension − 1",
                "minimum-norm | study.learning-rate=2 | study.learning-rate is 2.0 but must be in (0, 2)",
                "convolution-matrix | study.cases[0].size=0 | study.cases[0].size is 0 but must be in 1 … 64",
                "convolution-matrix | study.cases[0].kernel=6 | study.cases[0].size is 3 but must be so large that there is an output",
                "backpropagation | study.parameters=[1] | study.parameters is a list of 1 but must be empty or a list of 14",
                "backpropagation | study.targets=[2, 0] | study.targets[0] is 2.0 but must be a number from 0 to 1",
                "piecewise-linear | study.slopes=[1] | study.slopes is a list of 1 but must be a list of 3",
                "piecewise-linear | study.dimensions=4 | study.dimensions is 4 but must be such that dimensions · (folds + 1) is in 2 … 19",
                "equivariance | study.sizes=[8] | study.sizes[0] is 8 but must be in 2 … 7",
                "dna | study.motif=30 | study.motif is 30 but must be in 2 … length",
                "momentum | study.momentum=1 | study.momentum is 1.0 but must be in [0, 1)",
                "xor | study.hidden=0 | study.hidden is 0 but must be in 1 … 1000",
                "guess-and-check | study.levels=4 | study.levels is 4 but must be an odd number of at least 3",
                "guess-and-check | study.levels=7 | study.inputs is 8 but must be so few that levels^(inputs · teacher-units + student-units) "
                        + "is at most 10000000"
            })
    void aWrongSettingIsOneLine(String job, String setting, String message) {
        CommandRun run = CommandRun.of(
                "study", "jobs/course/" + job + ".yaml", "--set=" + setting, "--output=" + folder.resolve("none"));

        assertThat(run).isEqualTo(new CommandRun(2, "", "meanfield: %s%n".formatted(message)));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private CommandRun run(String cores, String change) {
        LocalSpark.context().close();
        System.setProperty("spark.master", "local[%s]".formatted(cores));
        try {
            return CommandRun.of("study", "jobs/course/ridge.yaml", "--set=" + change, "--output=" + folder);
        } finally {
            System.clearProperty("spark.master");
        }
    }

    private List<Row> rows() {
        return LocalSpark.session()
                .read()
                .parquet(folder.resolve("tables/studies").toString())
                .collectAsList();
    }
}
