package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.storage.Storage;
import org.meanfield.testing.FaultPlan;
import org.meanfield.testing.FaultProxy;
import org.meanfield.testing.FaultProxy.Fault;
import org.meanfield.testing.Store;

/** Commands whose output is on an S3 that fails now and then, or for good. */
@Tag("slow")
final class StoreFaultsIT {
    private static final String JOB =
            """
            name: tiny
            seed: 3
            data: {type: synthetic-digits, train: 120, validation: 60, test: 50}
            model: {type: mlp, hidden: [8]}
            train:
              workers: 2
              batch: 10
              local-steps: 2
              epochs: 3
              optimizer: {type: adam, learning-rate: 0.005}
            checkpoint: {rounds: 3, keep: 4}
            """;

    private static final String SWEEP =
            """
            name: tiny-sweep
            base:
              name: tiny
              data: {type: synthetic-digits, train: 40, validation: 20, test: 30}
              model: {type: mlp, hidden: [6]}
              train: {workers: 1, batch: 8, local-steps: 5, epochs: 2, optimizer: {type: sgd, learning-rate: 0.1}}
            grid: {train.optimizer.learning-rate: [0.1, 0.05, 0.01, 0.005]}
            seeds: 1
            scheduler: {type: successive-halving, reduction-factor: 2}
            """;

    /** So that the tests end soon; a user's is 50 s. */
    private static final String PATIENCE = "meanfield.store.patience-ms";

    /** What a store that fails for good may cost on a busy machine: 5 s of patience, and what comes before and after. */
    private static final Duration LONGEST = Duration.ofSeconds(100);

    private static final long SEED = 20261130;

    @TempDir
    private static Path folder;

    private static Store s3;
    private static FaultProxy proxy;
    private static Store seen;
    private static JsonNode undisturbed;
    private static JsonNode sweep;

    @BeforeAll
    static void runUndisturbed() throws IOException, InterruptedException {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        Files.writeString(folder.resolve("job.yaml"), JOB);
        Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
        undisturbed = run("train", "job.yaml", folder.resolve("out")).json();
        sweep = run("sweep", "sweep.yaml", folder.resolve("out")).json();
        s3 = Store.s3(folder);
        proxy = FaultProxy.before(s3.endpoint());
        seen = s3.through(proxy);
        System.setProperty("spark.hadoop." + PATIENCE, "5000");
        seen.settings().forEach((key, value) -> System.setProperty("spark.hadoop." + key, value));
    }

    @AfterAll
    static void end() throws IOException {
        System.clearProperty("spark.hadoop." + PATIENCE);
        seen.settings().keySet().forEach(key -> System.clearProperty("spark.hadoop." + key));
        Storage.configure(new Configuration());
        proxy.close();
        s3.close();
    }

    @BeforeEach
    void mend() {
        proxy.follow(FaultPlan.NONE);
        Storage.configure(seen.configuration());
    }

    @Test
    void faultsThatPassChangeNothing() {
        String output = s3.root() + "/passing";
        proxy.follow(FaultPlan.passing(SEED, 0.2));
        CommandRun run = run("train", "job.yaml", output);

        assertThat(run.json().get("state_sha256")).isEqualTo(undisturbed.get("state_sha256"));
        assertThat(proxy.requests().stream().map(FaultProxy.Request::fault).distinct())
                .containsExactlyInAnyOrder(
                        Fault.NONE,
                        Fault.HALF_ANSWER,
                        Fault.LOST_ANSWER,
                        Fault.RESET,
                        Fault.DELAY,
                        Fault.INTERNAL_ERROR,
                        Fault.SLOW_DOWN);
        assertThat(Storage.list(output + "/checkpoints/" + runId()))
                .containsExactly("history", "round-000003", "round-000006", "round-000009");
    }

    @Test
    void aTrainingGoesOnFromTheNewestCheckpointUnderFaults() {
        String output = s3.root() + "/resumed";
        failFrom(output, "PUT .*/round-000009/.*", Fault.SLOW_DOWN);
        mend(output);
        assertThat(Storage.list(output + "/checkpoints/" + runId())).contains("round-000006");

        proxy.follow(FaultPlan.passing(SEED, 0.15));
        assertThat(run("train", "job.yaml", output, "--resume").json().get("state_sha256"))
                .isEqualTo(undisturbed.get("state_sha256"));
        assertThat(written("/round-00000[36]/")).isEmpty();
        assertThat(written("/round-000009/manifest")).isNotEmpty();
        assertThat(proxy.requests()).anyMatch(request -> request.fault() == Fault.INTERNAL_ERROR);
    }

    /** Also where the first thing that fails is the reading of the newest checkpoint. */
    @Test
    void aResumedTrainingDoesNotBeginAgainWhereTheStoreFails() {
        String output = s3.root() + "/again";
        failFrom(output, "PUT .*/round-000009/.*", Fault.INTERNAL_ERROR);

        for (Fault fault : List.of(Fault.INTERNAL_ERROR, Fault.FORBIDDEN)) {
            failFrom(output, "GET .*/round-000006/manifest.json", fault, "--resume");
            assertThat(written("/round-")).isEmpty();
        }
        mend(output);
        assertThat(run("train", "job.yaml", output, "--resume").json().get("state_sha256"))
                .isEqualTo(undisturbed.get("state_sha256"));
        assertThat(written("/round-00000[36]/")).isEmpty();
    }

    @Test
    void whatIsForbiddenIsNotAskedForAgain() {
        String output = s3.root() + "/forbidden";
        failFrom(output, "PUT .*/round-000006/.*", Fault.FORBIDDEN);
        assertThat(proxy.requests().stream()
                        .filter(request -> request.method().equals("PUT")
                                && request.path().contains("round-000006")
                                && request.nth() > 0))
                .isEmpty();
    }

    @Test
    void aBucketThatIsNotThereIsOneLine() {
        CommandRun run = timed("train", "job.yaml", "s3a://no-such-bucket/out");

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("meanfield: Cannot ")
                .contains("s3a://no-such-bucket/out")
                .hasLineCount(1);
    }

    @Test
    void aSweepEndsAtOnceAndBlamesNoTrial() {
        String output = s3.root() + "/sweep";
        proxy.follow(FaultPlan.forEver(Fault.SLOW_DOWN, matching("PUT .*/checkpoints/.*manifest.*")));
        CommandRun run = timed("sweep", "sweep.yaml", output);
        assertThatItIsTheStore(run);

        mend(output);
        proxy.follow(FaultPlan.passing(SEED, 0.05));
        JsonNode resumed = run("sweep", "sweep.yaml", output, "--resume").json();
        assertThat(resumed.get("best")).isEqualTo(sweep.get("best"));
        assertThat(resumed.get("failed")).isEqualTo(sweep.get("failed"));
        assertThat(resumed.get("finished")).isEqualTo(sweep.get("finished"));
    }

    /**
     * Mends the store and deletes the leases that commands could not release on it: in this process, which lives on, they would be
     * waited for.
     */
    private static void mend(String output) {
        proxy.follow(FaultPlan.NONE);
        Storage.list(output).stream()
                .filter(name -> name.startsWith(".lease-"))
                .forEach(name -> Storage.delete(output + "/" + name));
    }

    /** Runs a training whose store fails from some request on. */
    private static void failFrom(String output, String request, Fault fault, String... more) {
        mend(output);
        proxy.follow(FaultPlan.forEver(fault, matching(request)));
        assertThatItIsTheStore(timed("train", "job.yaml", output, more));
    }

    private static CommandRun timed(String command, String job, Object output, String... more) {
        long start = System.nanoTime();
        CommandRun run = run(command, job, output, more);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        return run;
    }

    private static void assertThatItIsTheStore(CommandRun run) {
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        List<String> own =
                run.err().lines().filter(line -> line.startsWith("meanfield: ")).toList();
        assertThat(own).hasSize(1);
        assertThat(own.get(0)).matches("meanfield: Cannot \\w+ (%s/\\S+ )*%<s/\\S+: .*".formatted(s3.root()));
        assertThat(run.err()).doesNotContain("\tat ");
    }

    private static List<String> written(String path) {
        Predicate<String> wanted = matching(".*" + path + ".*");
        return proxy.requests().stream()
                .filter(request -> request.method().equals("PUT") && wanted.test(request.path()))
                .map(FaultProxy.Request::path)
                .toList();
    }

    private static Predicate<String> matching(String pattern) {
        return java.util.regex.Pattern.compile(pattern).asMatchPredicate();
    }

    private static String runId() {
        return undisturbed.get("run_id").asText();
    }

    private static CommandRun run(String command, String job, Object output, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(command, folder.resolve(job).toString(), "--output", output.toString(), "--quiet"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
