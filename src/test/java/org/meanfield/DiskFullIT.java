package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Storage;
import org.meanfield.testing.Disk;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.SvhnFiles;

/** Commands whose output is on a disk that becomes full: a small tmpfs, for root alone. */
@Tag("slow")
final class DiskFullIT {
    private static final int SIZE = 8 << 20;

    private static final String TRAINING =
            """
            name: tiny
            seed: 3
            data: {type: synthetic-digits, train: 120, validation: 60, test: 520}
            model: {type: mlp, hidden: [8]}
            train:
              workers: 2
              batch: 10
              local-steps: 2
              epochs: 3
              optimizer: {type: adam, learning-rate: 0.005}
            checkpoint: {rounds: 9, keep: 1}
            """;

    private static final String ROBUSTNESS =
            """
            name: robust
            models: [{type: all}]
            corruptions: [{type: gaussian-noise, std: [0.05, 0.3]}]
            """;

    private static final String PREPARATION =
            """
            name: digits
            data: {type: svhn, path: '%s', shards: '%s', verify: false, validation: 30}
            model: {type: mlp, hidden: [8]}
            train: {workers: 1, batch: 20, local-steps: 4, epochs: 1, optimizer: {type: adam, learning-rate: 0.001}}
            """;

    @TempDir
    private static Path folder;

    private static JsonNode trained;
    private static JsonNode evaluated;

    private final Path path = folder.resolve("disk");
    private Disk disk;

    @BeforeAll
    static void runUndisturbed() throws IOException {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        Files.writeString(folder.resolve("train.yaml"), TRAINING);
        Files.writeString(folder.resolve("robust.yaml"), ROBUSTNESS);
        trained = run("train", folder.resolve("out")).json();
        evaluated = run("robustness", folder.resolve("out")).json();
    }

    @BeforeEach
    void mount() throws IOException {
        Files.createDirectories(path);
        assumeTrue(Disk.canBeMounted(path), "file systems can be mounted by root only");
        disk = Disk.mount(path, SIZE);
    }

    @AfterEach
    void unmount() {
        if (disk != null) {
            disk.close();
        }
    }

    /** A state has 301,088 bytes. */
    @Test
    void aTrainingEndsWhereverTheRoomDoesAndGoesOn() throws IOException {
        Set<String> ends = new TreeSet<>();
        for (int room : List.of(8, 130, 450)) {
            Path output = path.resolve("out-" + room);
            Path filler = leave(room << 10);
            CommandRun full = run("train", output);
            ends.add(whatIsFull(full, output));
            assertThat(Storage.exists(output + "/models/" + runId() + "/manifest.json")
                            && statuses(output).contains("finished"))
                    .isFalse();
            assertThatNothingIsHidden(output);

            Files.delete(filler);
            JsonNode resumed = run("train", output, "--resume=auto").json();
            assertThat(resumed.get("state_sha256")).isEqualTo(trained.get("state_sha256"));
            assertThat(resumed.get("test_accuracy")).isEqualTo(trained.get("test_accuracy"));
            assertThat(statuses(output)).containsExactly("finished");
        }
        assertThat(ends).as("of what there was no room for").containsExactly("checkpoints", "models", "tables");
    }

    @Test
    void anEvaluationEndsAndGoesOn() throws IOException {
        run("train", path.resolve("out")).json();
        Path filler = leave(20 << 10);
        whatIsFull(run("robustness", path.resolve("out")), path.resolve("out"));

        Files.delete(filler);
        JsonNode resumed =
                run("robustness", path.resolve("out"), "--resume=auto").json();
        assertThat(resumed.get("models")).isEqualTo(evaluated.get("models"));
        assertThat(resumed.get("run_id")).isEqualTo(evaluated.get("run_id"));
    }

    @Test
    void shardsThatHaveNoRoomAreNotBegun() throws IOException {
        Path data = Files.createDirectories(folder.resolve("svhn"));
        SvhnFiles.write(data.resolve("train_32x32.mat"), 600, 1);
        SvhnFiles.write(data.resolve("test_32x32.mat"), 50, 3);
        Path job =
                Files.writeString(folder.resolve("prepare.yaml"), PREPARATION.formatted(data, path.resolve("shards")));
        Path filler = leave(1 << 20);
        CommandRun full = CommandRun.of("prepare", job.toString(), "--quiet");
        assertThat(full.code()).isEqualTo(1);
        assertThat(full.err())
                .matches(
                        "meanfield: Cannot write %s/shards/\\S+: disk full: it takes 3,993,600 bytes and [\\d,]+ are free\n"
                                .formatted(path)); // twice 650 images of 3,072 bytes
        assertThat(Storage.list(path + "/shards")).isEmpty();

        Files.delete(filler);
        assertThat(CommandRun.of("prepare", job.toString(), "--quiet")
                        .json()
                        .path("images")
                        .toString())
                .isEqualTo("{\"train\":570,\"validation\":30,\"test\":50}");
    }

    /** Fills the disk but for some bytes. */
    private Path leave(int bytes) throws IOException {
        Path filler = path.resolve("filler");
        Files.write(filler, new byte[(int) path.toFile().getUsableSpace() - bytes]);
        return filler;
    }

    /** Returns the folder of the output root that the one line of a command is about. */
    private static String whatIsFull(CommandRun run, Path output) {
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).doesNotContain("\tat ");
        List<String> own =
                run.err().lines().filter(line -> line.startsWith("meanfield: ")).toList();
        assertThat(own).hasSize(1);
        assertThat(own.get(0)).matches("meanfield: Cannot write %s/\\S+: disk full.*".formatted(output));
        return own.get(0).replaceFirst(".*Cannot write %s/(\\w+)/.*".formatted(output), "$1");
    }

    private static void assertThatNothingIsHidden(Path output) throws IOException {
        try (var files = Files.walk(output)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }

    private static List<String> statuses(Path output) {
        String runs = output + "/tables/runs/run_id=" + runId();
        return Listing.files(runs).isEmpty()
                ? List.of()
                : ParquetRows.in(Path.of(runs)).stream()
                        .map(row -> row.get("status"))
                        .toList();
    }

    private static String runId() {
        return trained.get("run_id").asText();
    }

    private static CommandRun run(String command, Path output, String... more) {
        String job = command.equals("train") ? "train.yaml" : "robust.yaml";
        List<String> arguments = new ArrayList<>(
                List.of(command, folder.resolve(job).toString(), "--output", output.toString(), "--quiet"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
