package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.spark.TaskLog;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.UnlinkedStore;

/** Commands that end in an {@link Error}: one line, exit code 1, and a row that says so. */
final class FailedCommandTest {
    private static final String TRAINING =
            """
            name: tiny
            data: {type: synthetic-digits, train: 40, validation: 20, test: 30}
            model: {type: mlp, hidden: [6]}
            train: {workers: 1, batch: 8, local-steps: 5, epochs: 1, optimizer: {type: sgd, learning-rate: 0.1}}
            """;
    private static final Map<String, String> JOBS = Map.of(
            "train",
            TRAINING,
            "robustness",
            """
                    name: robust
                    models: [{type: all}]
                    corruptions: [{type: gaussian-noise, std: [0.1]}]
                    """,
            "study",
            """
                    name: depth
                    layers: 2
                    units: 4
                    inputs: 2
                    products: 10
                    cases: [{name: kept, activation: relu, initializer: {type: kaiming-normal}}]
                    """,
            "sweep",
            "name: swept\nbase:\n" + TRAINING.indent(2) + "grid: {model.hidden: [[6]]}\n");

    @TempDir
    private Path folder;

    @BeforeEach
    void closeSession() {
        LocalSpark.context().close();
    }

    @AfterEach
    void forget() {
        UnlinkedStore.forget();
        TaskLog.keepAll(false); // of a command with --trace
    }

    @ParameterizedTest
    @CsvSource({
        "train, /reports/",
        "robustness, /tables/robustness/",
        "study, /tables/activations/",
        "sweep, /tables/predictions/"
    })
    void aMissingClassIsAFailure(String command, String fault) throws IOException {
        if (command.equals("robustness")) {
            CommandRun trained = run("train", folder.toString());
            assertThat(trained.code()).as(trained.err()).isZero();
        }
        UnlinkedStore.use(fault);

        CommandRun run = run(command, "unlinked:" + folder);

        if (!command.equals("sweep")) { // whose other trials go on
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("meanfield: java.lang.NoClassDefFoundError: com/amazonaws/Missing\n");
        }
        assertThat(rows().stream().filter(row -> !row.get("status").equals("finished")))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("status")).isEqualTo("failed");
                    assertThat(row.get("reason")).isEqualTo("com/amazonaws/Missing");
                });
    }

    @Test
    void traceShowsWhereItHappened() throws IOException {
        UnlinkedStore.use("/tables/activations/");

        assertThat(run("study", "unlinked:" + folder).err()).doesNotContain("\tat ");
        assertThat(run("study", "unlinked:" + folder, "--trace").err())
                .contains("\tat org.meanfield.testing.UnlinkedStore.create(");
    }

    private List<Map<String, String>> rows() throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("tables/runs"))) {
            return runs.flatMap(run -> ParquetRows.in(run).stream()).toList();
        }
    }

    private CommandRun run(String command, String output, String... more) throws IOException {
        Path job = Files.writeString(folder.resolve(command + ".yaml"), JOBS.get(command));
        String[] arguments = new String[more.length + 3];
        arguments[0] = command;
        arguments[1] = job.toString();
        arguments[2] = "--output=" + output;
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandRun.of(arguments);
    }
}
