package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.storage.Storage;
import org.meanfield.storage.Tables;
import org.meanfield.tables.RunRow;
import org.meanfield.testing.ParquetRows;

/** {@code train.extend}: six local steps an epoch, in three rounds of two. */
final class ExtendCommandTest {
    private static final String JOB =
            """
            name: tiny
            seed: 3
            data: {type: synthetic-digits, train: 120, validation: 0, test: 50}
            model: {type: mlp, hidden: [8]}
            train:
              workers: 2
              batch: 10
              local-steps: 2
              epochs: 2
              optimizer: {type: sgd, learning-rate: 0.05}
            """;

    private static final String[] LONGER = {"--set=train.epochs=4", "--set=train.extend=true"};

    @TempDir
    private Path folder;

    private Path job;

    @BeforeEach
    void writeJob() throws IOException {
        job = Files.writeString(folder.resolve("job.yaml"), JOB);
    }

    @Test
    void withAConstantRateTheLongerRunHasTheBitsOfOneThatWasNeverShort() {
        CommandRun shorter = train("short");
        CommandRun extended = train("short", LONGER, "--resume");
        CommandRun whole = train("whole", LONGER);

        assertThat(extended.code()).as(extended.err()).isZero();
        assertThat(extended.json().path("state_sha256")).isEqualTo(whole.json().path("state_sha256"));
        String note =
                "continues %s of 2 epochs after round 6; the schedule is now that of 4 epochs: the learning rate, 0.0500 in the last step, is 0.0500 in the next"
                        .formatted(id(shorter));
        assertThat(extended.err())
                .contains(id(extended) + ": from round 6 of 12, 4 epochs\n")
                .contains("  warning: " + note + "\n");
        assertThat(id(extended)).isEqualTo(id(whole)).isNotEqualTo(id(shorter));
        Tables tables = new Tables(folder.resolve("short").toString());
        assertThat(tables.read(RunRow.class, List.of(id(extended))).get(id(extended)))
                .singleElement()
                .satisfies(row -> assertThat(row.warnings()).contains(note));
        assertThat(rows("short", "rounds", shorter)).hasSize(6);

        Storage.delete(folder.resolve("short/models/" + id(extended)).toString());
        CommandRun resumed = train("short", LONGER, "--resume");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(tables.read(RunRow.class, List.of(id(extended))).get(id(extended)))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.resumes()).isEqualTo(1);
                    assertThat(row.warnings()).containsOnlyOnce(note);
                });
    }

    @Test
    void theScheduleOfTheLongerRunGoesOnWhereItIsAtThatStep() {
        String cosine = "--set=train.schedule={type: cosine}";
        CommandRun shorter = train("short", cosine);
        CommandRun extended = train("short", LONGER, cosine, "--resume");
        CommandRun whole = train("whole", LONGER, cosine);

        List<String> rates = rates("short", extended);
        assertThat(rates.subList(0, 6)).isEqualTo(rates("short", shorter));
        assertThat(rates.subList(6, 12)).isEqualTo(rates("whole", whole).subList(6, 12));
    }

    @Test
    void aRunWhoseLastRoundWasShortCannotBeExtended() {
        String rounds = "--set=train.local-steps=8";
        CommandRun shorter = train("short", rounds);
        CommandRun extended = train("short", LONGER, rounds, "--resume");

        assertThat(extended.code()).isEqualTo(2);
        assertThat(extended.err())
                .isEqualTo(
                        "meanfield: train.extend is true but must be false: the last round of %s ended after 12 local steps, and here it ends after 16%n"
                                .formatted(id(shorter)));
    }

    private CommandRun train(String output, String... arguments) {
        return train(output, new String[0], arguments);
    }

    private CommandRun train(String output, String[] some, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "train", job.toString(), "--output", folder.resolve(output).toString()));
        command.addAll(List.of(some));
        command.addAll(List.of(more));
        return CommandRun.of(command.toArray(String[]::new));
    }

    private static String id(CommandRun run) {
        return run.json().path("run_id").asText();
    }

    private List<String> rates(String output, CommandRun run) {
        return rows(output, "rounds", run).stream()
                .map(row -> row.get("learning_rate"))
                .toList();
    }

    private List<Map<String, String>> rows(String output, String table, CommandRun run) {
        return ParquetRows.in(folder.resolve(output).resolve("tables/" + table + "/run_id=" + id(run)));
    }
}
