package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.testing.LocalSpark;

/** A study by depth, as the command line starts it. */
final class StudyCommandTest {
    private static final String JOB =
            """
            name: depth
            layers: 60
            units: 32
            inputs: 4
            products: 50
            cases:
              - {name: large, activation: linear, initializer: {type: normal, std: 1}}
              - {name: kept, activation: relu, initializer: {type: kaiming-normal}}
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeJob() throws IOException {
        Files.writeString(folder.resolve("job.yaml"), JOB);
    }

    @Test
    void rowsPictureAndLineAreThereAndTheSameAgain() throws IOException {
        CommandRun run = run();

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        String runId = json.path("run_id").asText();
        assertThat(runId).matches("depth-[0-9a-f]{8}");
        assertThat(json.path("status").asText()).isEqualTo("finished");
        assertThat(json.path("product_deviation").asDouble()).isBetween(3.0, 9.0);
        // √32^51 is 2.5e38 and a float's largest number 3.4e38; chance shifts that by up to five layers in so narrow
        // ones.
        int infinite = json.path("cases").path("large").path("first_infinite").asInt();
        assertThat(infinite).isBetween(46, 56);
        assertThat(json.path("cases").path("large").path("first_nan").asInt()).isBetween(infinite, infinite + 3);
        assertThat(json.path("cases").path("large").has("last_std")).isFalse();
        assertThat(json.path("cases").path("kept").path("first_nan").asInt()).isZero();
        assertThat(json.path("cases").path("kept").path("last_std").asDouble()).isPositive();
        assertThat(run.err()).contains("large ", "; infinite from layer " + infinite, "√32 is 5.66");

        BufferedImage picture =
                ImageIO.read(Path.of(json.path("picture").asText()).toFile());
        assertThat(picture.getWidth()).isEqualTo(1040);
        assertThat(picture.getHeight()).isEqualTo(1320);

        List<Row> rows = rows("activations");
        assertThat(rows).hasSize(120);
        Row first = rows.get(0);
        assertThat(first.<String>getAs("name")).isEqualTo("large");
        assertThat(first.<String>getAs("activation")).isEqualTo("linear");
        assertThat(first.<String>getAs("initializer")).isEqualTo("{\"type\":\"normal\",\"std\":1.0}");
        assertThat(first.<Integer>getAs("depth")).isEqualTo(1);
        assertThat(rows.get(119).<Double>getAs("std"))
                .isEqualTo(json.path("cases").path("kept").path("last_std").asDouble());
        Row ran = rows("runs").get(0);
        assertThat(ran.<String>getAs("kind")).isEqualTo("study");
        assertThat(ran.<String>getAs("status")).isEqualTo("finished");

        assertThat(run()).isEqualTo(run);
        assertThat(rows("activations")).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layers=0 | layers is 0 but must be in 1 … 10000",
                "units=9000 | units is 9000 but must be in 1 … 8192",
                "inputs=0 | inputs is 0 but must be positive",
                "inputs=1000000 | inputs is 1000000 but must be so small that layers · units · (units + inputs), 1920061440, "
                        + "is at most 250000000",
                "products=0 | products is 0 but must be in 1 … 10000000",
                "cases=[] | cases is empty but must be a list of at least one",
                "cases[1].name=large | cases is a list with a name twice but must be a list of different names",
                "cases[0].activation=gelu | cases[0].activation is gelu but must be one of linear, tanh, relu, sigmoid; did you mean relu?",
                "name=a/b | name is a/b but must be made of letters, digits, '.', '_' and '-', and start with a letter or digit"
            })
    void aWrongSettingIsOneLine(String setting, String message) {
        CommandRun run = CommandRun.of(
                "study",
                folder.resolve("job.yaml").toString(),
                "--set=" + setting,
                "--output=" + folder.resolve("none"));

        assertThat(run).isEqualTo(new CommandRun(2, "", "meanfield: %s%n".formatted(message)));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static CommandRun run() {
        LocalSpark.context().close();
        return CommandRun.of(
                "study",
                folder.resolve("job.yaml").toString(),
                "--output",
                folder.resolve("out").toString());
    }

    private static List<Row> rows(String table) {
        return LocalSpark.session()
                .read()
                .parquet(folder.resolve("out/tables/" + table).toString())
                .collectAsList();
    }
}
