package org.meanfield.job.robustness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.RecordReader;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.Options;
import org.meanfield.report.Results;
import org.meanfield.storage.Storage;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;

/** Of the conditions of a corruption as many are scored at once as fit into memory, and nobody sees how many those were. */
final class RobustnessChunksTest {
    /** Two models on 30 images: 60 predictions for each condition. */
    private static final long TWO_CONDITIONS = 130;

    private static final String JOB =
            """
            name: robust
            models: [{type: all, output: %s}]
            corruptions:
              - {type: gaussian-noise, std: [0.1, 0.3]}
              - {type: gaussian-blur, sigma: [1]}
            repeats: 3
            """;

    @TempDir
    private static Path folder;

    private static String whole;
    private static JsonNode expected;

    @BeforeAll
    static void train() throws InterruptedException {
        LocalSpark.context();
        Jobs.tiny().run(options("models", false));
        Jobs.tiny("model.hidden=[7]").run(options("models", false));
        whole = folder.resolve("whole").toString();
        expected = run("whole", false, EvaluationGroup.MOST_PREDICTIONS);
    }

    @Test
    void theRowsAreTheSameInTheSameOrder() throws InterruptedException {
        JsonNode chunked = run("chunked", false, TWO_CONDITIONS);

        String id = expected.path("run_id").asText();
        assertThat(rows("chunked", id)).hasSize(2 * (1 + 2 * 3 + 1)).isEqualTo(rows("whole", id));
        assertThat(chunked.path("models")).isEqualTo(expected.path("models"));
        assertThat(chunked.path("corrupted_sets")).isEqualTo(expected.path("corrupted_sets"));
        assertThat(chunked.path("images_scored")).isEqualTo(expected.path("images_scored"));
        assertThat(parts(whole, id)).containsExactly("000", "001", "002");
        assertThat(parts(folder.resolve("chunked").toString(), id)).containsExactly("000", "001", "002", "003", "004");
    }

    @Test
    void whatWasScoredInOtherChunksIsScoredAgain() throws InterruptedException {
        String id = run("resumed", false, TWO_CONDITIONS).path("run_id").asText();
        Storage.delete(
                folder.resolve("resumed/checkpoints/%s/result".formatted(id)).toString());
        Storage.delete(folder.resolve("resumed/tables/robustness").toString());

        run("resumed", true, EvaluationGroup.MOST_PREDICTIONS);

        assertThat(rows("resumed", id)).isEqualTo(rows("whole", id));
    }

    private static JsonNode run(String output, boolean resume, long most) throws InterruptedException {
        RobustnessJob job =
                RecordReader.read(JOB.formatted(folder.resolve("models")), "job.yaml", RobustnessJob.class, List.of());
        return RobustnessRun.of(job, options(output, resume), most).run().json();
    }

    private static Options options(String output, boolean resume) {
        Console silent = Console.quiet(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
        return new Options(
                folder.resolve(output).toString(), resume ? Existing.RESUME : Existing.REFUSE, false, silent);
    }

    private static List<RobustnessRow> rows(String output, String id) {
        return new Results(folder.resolve(output).toString()).rows(id, RobustnessRow.class);
    }

    /** Returns the numbers of the parts, all of the first group of the first group. */
    private static List<String> parts(String output, String id) {
        return Storage.list(Storage.child(output, "checkpoints/" + id)).stream()
                .filter(name -> name.startsWith("part-000-000-"))
                .map(name -> name.replaceAll("part-000-000-", ""))
                .toList();
    }
}
