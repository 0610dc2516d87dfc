package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.FileCount;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.ProcessSample;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;

/** What a job holds and what its rounds and trials take stays the same however long it runs: {@code mvn -Pendurance verify}. */
@EnabledIfSystemProperty(named = "meanfield.endurance", matches = "true", disabledReason = "it takes 20 minutes")
final class EnduranceIT {
    private static final int ROUNDS = 10_000;
    private static final int TRIALS = 2_000;
    private static final int SAMPLE_MILLIS = 2000;
    private static final long MIB = 1 << 20;

    @TempDir
    private Path output;

    @Test
    void roundsLeaveNothingBehind() throws InterruptedException {
        List<String> command = Submit.command(
                "local[2]",
                "src/test/resources/tiny-cnn.yaml",
                "--set=model={type: mlp, hidden: [8]}",
                "--set=data={type: synthetic-digits, train: 600, validation: 100, test: 100}",
                "--set=train={workers: 2, batch: 10, local-steps: 3, epochs: %d, optimizer: {type: sgd, learning-rate: 0.01}}"
                        .formatted(ROUNDS / 10),
                "--set=checkpoint={rounds: 20}",
                "--output",
                output);

        List<ProcessSample> samples = samplesOf(command);

        List<Map<String, String>> rounds = rows("rounds");
        assertThat(rounds).hasSize(ROUNDS);
        assertThatAreFlat(samples, "10,000 rounds");
        assertThatIsFlat(
                "microseconds of a round",
                rounds.stream()
                        .mapToLong(row -> Math.round(
                                1e6 * (seconds(row, "broadcast") + seconds(row, "compute") + seconds(row, "reduce"))))
                        .toArray(),
                100);
        assertThat(new FileCount(output).update())
                .as("files of a run of 500 checkpoints")
                .isLessThan(250);
    }

    @Test
    void trialsLeaveNothingBehind() throws Exception {
        Path job = Files.writeString(
                output.resolve("sweep.yaml"),
                """
                name: endurance
                base:
                  name: endurance
                  data: {type: synthetic-digits, train: 60, validation: 20, test: 20}
                  model: {type: mlp, hidden: [4]}
                  train: {workers: 2, batch: 10, local-steps: 3, epochs: 1, optimizer: {type: sgd, learning-rate: 0.01}}
                grid:
                  train.optimizer.learning-rate: [0.01, 0.02]
                seeds: %d
                """
                        .formatted(TRIALS / 2));

        List<ProcessSample> samples = samplesOf(Submit.sweep("local[2]", job.toString(), "--output", output));

        assertThat(output.resolve("tables/runs").toFile().list()).hasSize(TRIALS + 1);
        assertThatAreFlat(samples, "2,000 trials");
    }

    /** Runs a command to its good end and returns what its process held every two seconds, after a collection of garbage. */
    private static List<ProcessSample> samplesOf(List<String> command) throws InterruptedException {
        List<String> small = new ArrayList<>(command);
        small.set(small.indexOf("--driver-memory") + 1, "600m");
        Program program = Program.start(Map.of(), small);
        List<ProcessSample> samples = new ArrayList<>();
        while (program.isAlive()) {
            ProcessSample.of(program.pid()).ifPresent(samples::add);
            Thread.sleep(SAMPLE_MILLIS);
        }
        JsonNode result = Submit.json(program.await());
        assertThat(result.isObject()).isTrue();
        return samples;
    }

    private static void assertThatAreFlat(List<ProcessSample> samples, String what) {
        System.out.printf(
                "%s: %d samples, at a quarter %s, at the end %s%n",
                what, samples.size(), samples.get(samples.size() / 4), samples.get(samples.size() - 2));
        assertThatIsFlat("bytes of heap in use", figures(samples, ProcessSample::heapBytes), 16 * MIB);
        assertThatIsFlat("bytes of resident memory", figures(samples, ProcessSample::residentBytes), 64 * MIB);
        assertThatIsFlat("open files", figures(samples, ProcessSample::openFiles), 10);
        assertThatIsFlat("threads", figures(samples, ProcessSample::threads), 5);
    }

    private static long[] figures(List<ProcessSample> samples, ToLongFunction<ProcessSample> figure) {
        return samples.stream().mapToLong(figure).toArray();
    }

    /** The last quarter's median against the second's: the first is the warm-up. */
    private static void assertThatIsFlat(String figure, long[] values, long slack) {
        long before = median(Arrays.stream(values, values.length / 4, values.length / 2));
        long after = median(Arrays.stream(values, values.length * 3 / 4, values.length));
        System.out.printf("%s: %d, then %d%n", figure, before, after);
        assertThat(after).as(figure).isLessThan(before + before / 10 + slack);
    }

    private static long median(LongStream values) {
        long[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private List<Map<String, String>> rows(String table) {
        String[] runs = output.resolve("tables").resolve(table).toFile().list();
        return ParquetRows.in(output.resolve("tables").resolve(table).resolve(runs[0]));
    }

    private static double seconds(Map<String, String> row, String part) {
        return Double.parseDouble(row.get(part + "_seconds"));
    }
}
