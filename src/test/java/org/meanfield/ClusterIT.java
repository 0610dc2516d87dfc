package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meanfield.testing.Submit.TINY_JOB;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.testing.Cluster;
import org.meanfield.testing.IdxFolder;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.PictureFolder;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;
import org.meanfield.testing.UntimedRows;

/** One job on one machine and on a cluster, stopped, resumed and hurt: always the same bits. */
final class ClusterIT {
    private static final int ROUNDS = 8;

    @TempDir
    private static Path undisturbed;

    @AutoClose
    private static Cluster cluster;

    private static JsonNode expected;

    private static final String CANNOT_READ_DATA =
            "meanfield: Executor [01] on 127\\.0\\.0\\.1 cannot read the data \\(data\\.path is "
                    + "\\S+/unshared-data but must be a folder with train-images-idx3-ubyte\\.gz\\): "
                    + "every path must be accessible from all machines\n";

    private static final String PICTURES_JOB =
            """
            name: pictures
            data: {type: image-folder, path: %s, height: 6, width: 7}
            model: {type: mlp, hidden: [8]}
            train: {workers: 1, epochs: 1, optimizer: {type: sgd, learning-rate: 0.1}}
            """;

    @TempDir
    private Path output;

    @BeforeAll
    static void trainUndisturbed() {
        expected = Submit.json(Submit.command("local[2]", TINY_JOB, "--output", undisturbed));
        cluster = Cluster.start(2);
    }

    @Test
    void theDoctorFindsTheClusterRight() {
        JsonNode json = Submit.json(List.of(
                "deploy/submit.sh",
                "--master",
                cluster.master(),
                "--executor-memory",
                "600m",
                "--executor-cores",
                "1",
                "--total-executor-cores",
                "2",
                "doctor",
                TINY_JOB,
                "--output",
                output.toString()));

        assertThat(json.path("findings"))
                .extracting(finding -> finding.path("subject").asText() + " "
                        + finding.path("found").asText())
                .contains("slots executors: 2, slots: 2, workers: 3");
        assertThat(json.path("findings"))
                .extracting(finding -> finding.path("level").asText())
                .doesNotContain("wrong");
        assertThat(json.path("speeds")).hasSize(2);
        assertThat(output).isEmptyDirectory();
    }

    @Test
    void oneCoreGivesTheSameBits() {
        JsonNode result = Submit.json(Submit.command("local[1]", TINY_JOB, "--output", output));

        assertThatIsAsExpected(result);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void executorsOfAClusterGiveTheSameBits(int executors) {
        JsonNode result = Submit.json(Submit.command(
                cluster.master(),
                List.of("--total-executor-cores", String.valueOf(executors)),
                TINY_JOB,
                "--output",
                output));

        assertThatIsAsExpected(result);
        assertThat(ParquetRows.groups(rows(output, "runs", result)))
                .singleElement()
                .satisfies(run -> assertThat(run.getGroup("executors", 0).getFieldRepetitionCount("list"))
                        .isEqualTo(executors));
    }

    /** Encrypted between the processes and on disks. */
    @Test
    @Tag("slow")
    void theHardenedSettingsGiveTheSameBits() {
        Program.Result run = Program.run(
                Map.of(
                        "SPARK_CONF_DIR",
                        Path.of("conf/hardened").toAbsolutePath().toString()),
                Submit.command(cluster.master(), TINY_JOB, "--output", output));

        assertThatIsAsExpected(Submit.json(run));
    }

    @Test
    @Tag("slow")
    void executorsThatComeForTasksAloneGiveTheSameBits() {
        JsonNode result = Submit.json(Submit.command(
                cluster.master(),
                List.of(
                        "--conf",
                        "spark.dynamicAllocation.enabled=true",
                        "--conf",
                        "spark.dynamicAllocation.shuffleTracking.enabled=true"),
                TINY_JOB,
                "--output",
                output));

        assertThatIsAsExpected(result);
    }

    /** The driver runs on a worker, in a folder of its own; the job's path is a relative one. */
    @Test
    void clusterModeGivesTheSameBits() {
        List<String> options = List.of(
                "--deploy-mode",
                "cluster",
                "--driver-memory",
                "512m",
                "--executor-memory",
                "512m",
                "--total-executor-cores",
                "1");
        JsonNode result = Submit.json(Submit.command(cluster.master(), options, TINY_JOB, "--output", output));

        assertThatIsAsExpected(result);

        Program.Result wrong = Program.run(
                Map.of(),
                Submit.command(cluster.master(), options, TINY_JOB, "--output", output, "--set", "train.workers=0"));
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).contains("meanfield: train.workers is 0 but must be ", " is FAILED, exiting");
    }

    @Test
    void anExecutorThatNoWorkerIsLargeEnoughForIsRefusedAtOnce() {
        long start = System.nanoTime();
        Program.Result result = Program.run(
                Map.of(),
                Submit.command(cluster.master(), List.of("--executor-memory", "64g"), TINY_JOB, "--output", output));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .matches("meanfield: spark.executor.memory is 64g but must be at most \\d+m: no worker of "
                        + Pattern.quote(cluster.master()) + " has more\n");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
        assertThat(output).isEmptyDirectory();
    }

    @Test
    @Tag("slow")
    void aMeanMadeOnTheExecutorsHasTheSameBits() {
        JsonNode result = Submit.json(Submit.command(
                cluster.master(), List.of("--conf", "spark.meanfield.driverMean=0"), TINY_JOB, "--output", output));

        assertThatIsAsExpected(result);
        assertThat(withoutTimes(output, "rounds")).isEqualTo(withoutTimes(undisturbed, "rounds"));
    }

    /** SIGPWR is how a machine that is to be taken away tells Spark: it decommissions the executor. */
    @ParameterizedTest
    @ValueSource(strings = {"KILL", "PWR"})
    void aLostExecutorChangesNothing(String signal) throws InterruptedException {
        List<String> options = List.of("--conf", "spark.decommission.enabled=true");
        Program driver =
                Program.start(Map.of(), Submit.command(cluster.master(), options, TINY_JOB, "--output", output));
        driver.await(() -> Submit.hasCheckpoint(output, 2));

        Program.signal(signal, cluster.executor(1));
        assertThat(driver.isAlive()).isTrue();
        assertThatIsAsExpected(Submit.json(driver.await()));
    }

    @Test
    void aKilledRunGoesOnToTheSameBitsAndRows() throws InterruptedException {
        List<String> command = Submit.command("local[2]", TINY_JOB, "--output", output, "--resume");
        Program first = Program.start(Map.of(), command.subList(0, command.size() - 1));
        first.await(() -> Submit.hasCheckpoint(output, 2));
        first.kill();
        first.await();
        assertThat(ParquetRows.in(rows(output, "runs", expected)))
                .extracting(row -> row.get("status"))
                .containsExactly("running");

        JsonNode resumed = Submit.json(command);

        assertThatIsAsExpected(resumed);
        assertThat(withoutTimes(output, "rounds"))
                .isEqualTo(withoutTimes(undisturbed, "rounds"))
                .extracting(row -> row.get("round"))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
        assertThat(withoutTimes(output, "evaluations")).isEqualTo(withoutTimes(undisturbed, "evaluations"));
        assertThat(Submit.json(command)).as("a finished run is left").isEqualTo(resumed);
    }

    @Test
    @Tag("slow")
    void runningAgainReplacesTheRows() {
        JsonNode again = Submit.json(Submit.command("local[2]", TINY_JOB, "--output", undisturbed, "--restart"));

        assertThatIsAsExpected(again);
        assertThat(ParquetRows.in(rows(undisturbed, "runs", again)))
                .extracting(row -> row.get("status"))
                .containsExactly("finished");
        assertThat(ParquetRows.in(rows(undisturbed, "rounds", again))).hasSize(ROUNDS);
        assertThat(ParquetRows.in(rows(undisturbed, "evaluations", again)))
                .extracting(row -> row.get("split"))
                .containsExactly("validation", "validation", "test");
    }

    /** A path through {@code /proc/self/cwd} is another one in each process, as a local path is on each machine. */
    @Test
    void namesAnExecutorThatDoesNotSeeTheOutput() throws IOException {
        Path unshared = Files.createDirectories(Path.of("target/unshared"));

        Program.Result result = Program.run(
                Map.of(), Submit.command(cluster.master(), TINY_JOB, "--output", "/proc/self/cwd/" + unshared));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .matches(
                        "meanfield: Executor [01] on 127\\.0\\.0\\.1 cannot access the output \\S+/target/unshared/\\S+: "
                                + "every path must be accessible from all machines\n");
        assertThat(unshared).as("nothing was written").isEmptyDirectory();
    }

    @Test
    void namesAnExecutorThatCannotReadTheData() throws IOException {
        Path unshared = IdxFolder.write(Path.of("target/unshared-data"), 40, 20);

        Program.Result result = Program.run(
                Map.of(),
                Submit.command(
                        cluster.master(),
                        IdxFolder.JOB,
                        "--set",
                        "data.path=/proc/self/cwd/" + unshared,
                        "--output",
                        output));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.errors()).matches(CANNOT_READ_DATA);
    }

    /** On a worker that no UTF-8 locale was set for; only it has the memory that the executor asks for. */
    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX"})
    @Tag("slow")
    void namesAnExecutorThatCannotDecodeTheNamesOfFiles(String locale, @TempDir Path data) throws IOException {
        for (String name : List.of("ant", "bee")) {
            PictureFolder.write(data.resolve(name), 10, 20);
        }
        Program.run("bash", "-c", "mv \"$0/bee\" \"$0\"/$'caf\\xc3\\xa9'", data.toString());
        Path job = Files.writeString(data.resolve("job.yaml"), PICTURES_JOB.formatted(data));
        Program worker = cluster.startWorker(Map.of("LC_ALL", locale), "3g");
        try {
            List<String> options = List.of("--executor-memory", "2g", "--total-executor-cores", "1");
            Program.Result result = Program.run(
                    Map.of(), Submit.command(cluster.master(), options, job.toString(), "--output", output));

            assertThat(result.code()).as(result.err()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains(
                            "meanfield: Executor 0 on 127.0.0.1 cannot read the data "
                                    + "(the locale's encoding is ANSI_X3.4-1968 but must be UTF-8, which " + data
                                    + "/caf",
                            " needs: set LC_ALL=C.UTF-8 (for executors --conf spark.executorEnv.LC_ALL=C.UTF-8))");
            assertThat(output).isEmptyDirectory();
        } finally {
            worker.kill();
        }
    }

    @Test
    @Tag("slow")
    void namesAnExecutorThatCannotReadWhatIsToBePrepared(@TempDir Path shards) throws IOException {
        Path unshared = IdxFolder.write(Path.of("target/unshared-data"), 40, 20);

        Program.Result result = Program.run(
                Map.of(),
                Submit.prepare(
                        cluster.master(),
                        IdxFolder.JOB,
                        "--set",
                        "data.path=/proc/self/cwd/" + unshared,
                        "--set",
                        "data.shards=" + shards));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.errors()).matches(CANNOT_READ_DATA);
        assertThat(shards).isEmptyDirectory();
    }

    @Test
    void aTaskThatFailsEndsTheRunWithItsReason(@TempDir Path data) throws IOException, InterruptedException {
        IdxFolder.write(data, 400, 20);
        JsonNode shards = Submit.json(Submit.prepare(cluster.master(), IdxFolder.JOB, "--set", "data.path=" + data));
        Program driver = Program.start(
                Map.of(),
                Submit.command(cluster.master(), IdxFolder.JOB, "--set", "data.path=" + data, "--output", output));
        driver.await(() -> Submit.hasCheckpoint(output, 1));
        // The executors read this file at the end of the epoch.
        Path images = Path.of(shards.get("shards").asText(), "validation-00000.parquet");
        Files.write(images, new byte[1000]);

        Program.Result result = driver.await();

        // A file that is not what it was is the user's to mend, wherever that is found out.
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("meanfield: " + images + " is ");
        Path runs = output.resolve("tables/runs").toFile().listFiles()[0].toPath();
        assertThat(ParquetRows.in(runs)).singleElement().satisfies(run -> {
            assertThat(run.get("status")).isEqualTo("failed");
            assertThat(run.get("reason")).startsWith(images + " is broken").doesNotContain("\n");
        });
    }

    @Test
    void shardsMadeAndReadOnAClusterGiveTheBitsOfTheFiles(@TempDir Path data) throws IOException {
        IdxFolder.write(data, 3000, 20);
        String[] own = {"--set", "data.path=" + data, "--output", output.toString()};
        JsonNode fromFiles = Submit.json(Submit.command("local[2]", IdxFolder.JOB, (Object[]) own));
        Submit.json(Submit.prepare(cluster.master(), IdxFolder.JOB, "--set", "data.path=" + data));
        try (var files = Files.list(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        JsonNode fromShards = Submit.json(Submit.command(cluster.master(), IdxFolder.JOB, (Object[]) own));

        for (String key : List.of("run_id", "test_accuracy", "state_sha256")) {
            assertThat(fromShards.get(key)).as(key).isEqualTo(fromFiles.get(key));
        }
    }

    @Test
    void anExecutorClassifiesPicturesAsTheEmbeddedMasterDoes(@TempDir Path pictures) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 32 * 32; pixel++) {
                image.setRGB(pixel % 32, pixel / 32, random.nextInt(1 << 24));
            }
            ImageIO.write(image, "png", pictures.resolve(i + ".png").toFile());
        }
        String model = undisturbed + "/models/" + expected.path("run_id").asText();
        List<String> rows = new ArrayList<>();
        for (String master : List.of("local[1]", cluster.master())) {
            Path predictions = output.resolve(master.substring(0, 5));
            JsonNode result = Submit.json(List.of(
                    "deploy/submit.sh",
                    "--master",
                    master,
                    "--executor-memory",
                    "600m",
                    "predict",
                    model,
                    "--input",
                    pictures.toString(),
                    "--output",
                    predictions.toString()));
            assertThat(result.path("images").asInt()).isEqualTo(20);
            ParquetRows.groups(predictions).forEach(row -> rows.add(row.toString()));
        }

        assertThat(rows).hasSize(40);
        assertThat(rows.subList(20, 40)).isEqualTo(rows.subList(0, 20));
    }

    private static void assertThatIsAsExpected(JsonNode result) {
        for (String key : List.of("run_id", "status", "test_accuracy", "state_sha256")) {
            assertThat(result.get(key)).as(key).isEqualTo(expected.get(key));
        }
    }

    private static Path rows(Path root, String table, JsonNode result) {
        return root.resolve(
                "tables/%s/run_id=%s".formatted(table, result.get("run_id").asText()));
    }

    private static List<Map<String, String>> withoutTimes(Path root, String table) {
        return UntimedRows.in(rows(root, table, expected));
    }
}
