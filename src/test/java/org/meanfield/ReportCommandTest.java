package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.RecordReader;
import org.meanfield.job.train.TrainJob;
import org.meanfield.testing.IdxFolder;
import org.meanfield.testing.PictureFolder;
import org.meanfield.testing.SweepTables;

/** Pages of a small training and of a sweep by hand, as the command line makes them. */
final class ReportCommandTest {
    private static final String JOB =
            """
            name: tiny
            seed: 3
            data: {type: synthetic-digits, train: 120, validation: 60, test: 50}
            model: {type: mlp, hidden: [8]}
            train: {workers: 2, batch: 10, local-steps: 2, epochs: 2, optimizer: {type: sgd, learning-rate: 0.05}}
            """;

    @TempDir
    private static Path folder;

    private static Path output;
    private static String runId;

    @BeforeAll
    static void train() throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), JOB);
        output = folder.resolve("out");
        CommandRun run = CommandRun.of("train", job.toString(), "--output", output.toString());
        assertThat(run.code()).as(run.err()).isZero();
        runId = new ObjectMapper().readTree(run.out()).path("run_id").asText();
        SweepTables sweep = new SweepTables(output, "sweep-1");
        sweep.finished("trial-1", "train.batch=8", 1, 150);
        sweep.finished("trial-2", "train.batch=16", 1, 160);
    }

    @Test
    void theRunHasAPageWithItsPicturesBesideIt() throws IOException {
        CommandRun report = CommandRun.of("report", output.toString(), "--run", runId);

        assertThat(report.code()).as(report.err()).isZero();
        assertThat(report.out().lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(report.out());
        assertThat(json.path("run_id").asText()).isEqualTo(runId);
        Path page = Path.of(json.path("page").asText());
        assertThat(page).isEqualTo(output.resolve("reports").resolve(runId).resolve("index.html"));
        assertThat(Files.readString(page))
                .contains(
                        "test accuracy of 50 images",
                        "Confusion matrix",
                        "Most confident mistakes",
                        "data:image/png;base64,")
                .contains("href=\"../../models/%s/\"".formatted(runId), "learning-rate: 0.05")
                .doesNotContain("omitted", "NaN");
        assertThat(json.path("pictures")).hasSize(9).allSatisfy(picture -> assertThat(Path.of(picture.asText()))
                .isNotEmptyFile());
    }

    @Test
    void aMistakenPictureHasItsFile() throws IOException {
        Path pictures = folder.resolve("pictures");
        PictureFolder.write(pictures.resolve("cat"), 10, 20);
        PictureFolder.write(pictures.resolve("owl"), 20, 20);
        Path own = folder.resolve("named");
        CommandRun run = CommandRun.of(
                "train",
                folder.resolve("job.yaml").toString(),
                "--output=" + own,
                "--set=data={type: image-folder, path: %s, channels: 1, height: 6, width: 7}".formatted(pictures),
                "--set=train.optimizer.learning-rate=1e-9");
        assertThat(run.code()).as(run.err()).isZero();
        CommandRun.of("report", own.toString());

        // Of nearly untrained parameters: one class is predicted for all, and the four test pictures of the other are
        // mistakes.
        assertThat(Files.readString(
                        own.resolve("reports/" + run.json().path("run_id").asText() + "/index.html")))
                .containsPattern("(cat|owl) predicted as (owl|cat), \\d+\\.\\d %, (cat|owl)/0\\d\\d\\.png");
    }

    @Test
    void theJobFileBesideThePageIsTheJob() throws IOException {
        CommandRun.of("report", output.toString(), "--run", runId);
        String yaml = Files.readString(output.resolve("reports").resolve(runId).resolve("job.yaml"));

        assertThat(RecordReader.read(yaml, "job.yaml", TrainJob.class, List.of()))
                .isEqualTo(RecordReader.read(JOB, "job.yaml", TrainJob.class, List.of()));
    }

    @Test
    void theSweepHasAPage() throws IOException {
        CommandRun report = CommandRun.of("report", output.toString(), "--sweep", "sweep-1");

        assertThat(report.code()).as(report.err()).isZero();
        assertThat(new ObjectMapper().readTree(report.out()).path("sweep_id").asText())
                .isEqualTo("sweep-1");
        Path sweep = output.resolve("reports/sweep-1");
        assertThat(Files.readString(sweep.resolve("index.html"))).contains("Sweep of 2 cells and 2 trials");
        assertThat(sweep.resolve("jobs/trial-1.yaml")).isNotEmptyFile();
        assertThat(sweep.resolve("cells.png")).isNotEmptyFile();
    }

    @Test
    void withoutAChoiceThereIsAnIndexOfAll() throws IOException {
        CommandRun report = CommandRun.of("report", output.toString());

        assertThat(report.code()).as(report.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(report.out());
        assertThat(json.path("pages")).hasSize(2);
        assertThat(Files.readString(Path.of(json.path("page").asText())))
                .contains("href=\"sweep-1/index.html\"", "href=\"%s/index.html\"".formatted(runId))
                .doesNotContain("trial-1/index.html");
    }

    @Test
    void withoutItsDataThePageSaysSoAndGoesOn() throws IOException {
        Path data = IdxFolder.write(folder.resolve("data"), 60, 40);
        Path own = folder.resolve("gone");
        Path mirror = Files.createDirectories(folder.resolve("mirror"));
        Path labels = data.resolve("t10k-labels-idx1-ubyte");
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(mirror.resolve("t10k-labels-idx1-ubyte.gz")))) {
            Files.copy(labels, out);
        }
        String job = IdxFolder.JOB;
        CommandRun run = CommandRun.of(
                "train", job, "--set=data.path=" + data, "--set=data.mirror=file:" + mirror, "--output=" + own);
        assertThat(run.code()).as(run.err()).isZero();
        String id = new ObjectMapper().readTree(run.out()).path("run_id").asText();
        Files.delete(labels);
        CommandRun report = CommandRun.of("report", own.toString());

        assertThat(report.code()).as(report.err()).isZero();
        assertThat(Files.readString(own.resolve("reports").resolve(id).resolve("index.html")))
                .contains("Their pictures are omitted, since the data set cannot be opened here: ")
                .contains("t10k-labels-idx1-ubyte", "Confusion matrix")
                .doesNotContain("data:image/png");
        assertThat(data.toFile().list()).as("a report fetches nothing").noneMatch(name -> name.contains("t10k-labels"));
    }

    @Test
    void whatIsNotThereIsToldInOneLine() {
        assertThat(CommandRun.of("report", output.toString(), "--run", "trial-9"))
                .isEqualTo(wrong("--run is trial-9 but must be the id of a run under %s; did you mean trial-1?"
                        .formatted(output)));
        assertThat(CommandRun.of("report", output.toString(), "--sweep", "swep-1"))
                .isEqualTo(wrong("--sweep is swep-1 but must be the id of a sweep under %s; did you mean sweep-1?"
                        .formatted(output)));
        Path empty = folder.resolve("empty");
        assertThat(CommandRun.of("report", empty.toString()))
                .isEqualTo(wrong(
                        "DIR is %s but must be an output root with the tables of a training or a robustness evaluation"
                                .formatted(empty)));
        assertThat(empty).doesNotExist();
        assertThat(CommandRun.of("report", output.toString(), "--run=a", "--sweep=b")
                        .code())
                .isEqualTo(2);
    }

    private static CommandRun wrong(String message) {
        return new CommandRun(2, "", "meanfield: %s%n".formatted(message));
    }
}
