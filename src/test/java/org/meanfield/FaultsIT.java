package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.testing.Cluster;
import org.meanfield.testing.Disk;
import org.meanfield.testing.Fault;
import org.meanfield.testing.FaultPlan;
import org.meanfield.testing.FaultProxy;
import org.meanfield.testing.FileCount;
import org.meanfield.testing.Program;
import org.meanfield.testing.Store;
import org.meanfield.testing.Submit;
import org.meanfield.testing.Work;

/**
 * Faults at chosen moments: whatever happens to a driver, a worker, an executor, the disk or the store, the job ends with the
 * rows and the bits of the undisturbed one. The moment is a share of the files that the undisturbed job writes, so that it falls at the same point of
 * the job on a fast machine and on a slow one. Every combination: {@code -Dmeanfield.faults=all}; else some of each kind.
 */
@Tag("slow")
final class FaultsIT {
    /** While the run is set up and its first files are written, in the middle, and while its result is written. */
    private static final double[] MOMENTS = {0.1, 0.5, 0.9};

    /** How long a process is held; heartbeats of Spark may be late by more. */
    private static final int PAUSE_MILLIS = 3000;

    private static final Map<Work, JsonNode> EXPECTED = new EnumMap<>(Work.class);

    @TempDir
    private static Path undisturbed;

    @TempDir
    private Path output;

    /** What is hurt: a process of a cluster. */
    enum Victim {
        DRIVER,
        WORKER,
        EXECUTOR
    }

    record DriverCase(Work work, Fault fault, double moment) {}

    record DiskCase(Work work, double moment) {}

    record ClusterCase(Work work, Victim victim, Fault fault, double moment) {}

    static Stream<DriverCase> ofTheDriver() {
        return chosen(
                Stream.of(Work.values())
                        .flatMap(work -> Stream.of(Fault.values()).flatMap(fault -> DoubleStream.of(MOMENTS)
                                .mapToObj(moment -> new DriverCase(work, fault, moment))))
                        .toList(),
                31);
    }

    static Stream<ClusterCase> ofTheCluster() {
        return chosen(
                Stream.of(Work.TRAINING, Work.SWEEP, Work.HALVING, Work.ROBUSTNESS)
                        .flatMap(work -> Stream.of(Victim.values()).flatMap(victim -> Stream.of(Fault.KILL, Fault.PAUSE)
                                .flatMap(fault -> DoubleStream.of(MOMENTS)
                                        .mapToObj(moment -> new ClusterCase(work, victim, fault, moment)))))
                        .toList(),
                62);
    }

    static Stream<DiskCase> ofTheDisk() {
        return chosen(
                Stream.of(Work.values())
                        .flatMap(work -> DoubleStream.of(MOMENTS).mapToObj(moment -> new DiskCase(work, moment)))
                        .toList(),
                15);
    }

    static Stream<Work> ofTheStore() {
        return chosen(List.of(Work.values()), 5);
    }

    /** Returns all, or every n-th. */
    private static <T> Stream<T> chosen(List<T> cases, int every) {
        int step = "all".equals(System.getProperty("meanfield.faults")) ? 1 : every;
        return IntStream.iterate(0, i -> i < cases.size(), i -> i + step).mapToObj(cases::get);
    }

    @ParameterizedTest
    @MethodSource("ofTheDriver")
    void aHurtDriverOfOneProcessChangesNothing(DriverCase hurt) throws Exception {
        Program driver = startAndWait("local[2]", hurt.work(), hurt.moment());

        strike(driver.handle(), hurt.fault());
        Program.Result result = driver.await();

        assertThatItWasHurtOrHasEnded(hurt.work(), result, hurt.fault().exitCode());
        assertThatTheResultIsTheUndisturbedOne(hurt.work(), "local[2]");
    }

    @ParameterizedTest
    @MethodSource("ofTheCluster")
    void aHurtProcessOfAClusterChangesNothing(ClusterCase hurt) throws Exception {
        try (Cluster cluster = Cluster.start(2)) {
            Program driver = startAndWait(cluster.master(), hurt.work(), hurt.moment());

            strike(
                    switch (hurt.victim()) {
                        case DRIVER -> driver.handle();
                        case WORKER -> cluster.worker(1);
                        case EXECUTOR -> cluster.executor(1);
                    },
                    hurt.fault());
            Program.Result result = driver.await();

            int code = hurt.victim() == Victim.DRIVER ? hurt.fault().exitCode() : 0;
            assertThatItWasHurtOrHasEnded(hurt.work(), result, code);
            assertThatTheResultIsTheUndisturbedOne(hurt.work(), cluster.master());
        }
    }

    /** The output is a file system of its own, too small for all that the job writes, and grows after that. */
    @ParameterizedTest
    @MethodSource("ofTheDisk")
    void aFullDiskEndsTheJobUntilThereIsRoom(DiskCase hurt) throws IOException {
        assumeTrue(Disk.canBeMounted(output), "file systems can be mounted by root only");
        expectedFiles(hurt.work());
        long bytes = Math.round(
                hurt.moment() * Disk.bytesIn(undisturbed.resolve(hurt.work().name())));
        try (Disk disk = Disk.mount(output, bytes)) {
            Program.Result full =
                    Program.run(Map.of(), hurt.work().command("local[2]", List.of(), output.toString(), undisturbed));

            assertThat(full.code()).as("%s", full).isEqualTo(1);
            assertThat(full.out()).isEmpty();
            assertThat(full.err().lines().filter(line -> line.startsWith("meanfield: ")))
                    .as("%s", full)
                    .singleElement()
                    .asString()
                    .contains("full");
            disk.grow();
            assertThatTheResultIsTheUndisturbedOne(hurt.work(), "local[2]");
        }
    }

    /** Every twentieth request to S3 fails in one of the ways that pass. */
    @ParameterizedTest
    @MethodSource("ofTheStore")
    void aStoreThatFailsNowAndThenChangesNothing(Work work, @TempDir Path folder) throws Exception {
        expectedFiles(work);
        try (Store s3 = Store.s3(folder);
                FaultProxy proxy = FaultProxy.before(s3.endpoint());
                Store hurt = s3.through(proxy)) {
            proxy.follow(FaultPlan.passing(work.name().hashCode(), 0.1));

            JsonNode result =
                    Submit.json(work.command("local[2]", hurt.sparkOptions(), hurt.root() + "/out", undisturbed));

            assertThatIsExpected(work, result);
            Path fetched = output.resolve("fetched");
            s3.fetch(s3.root() + "/out", fetched);
            assertThat(work.rows(fetched)).isNotEmpty().isEqualTo(work.rows(undisturbed.resolve(work.name())));
            assertThat(proxy.requests())
                    .extracting(FaultProxy.Request::fault)
                    .contains(FaultProxy.Fault.INTERNAL_ERROR, FaultProxy.Fault.HALF_ANSWER);
        }
    }

    private Program startAndWait(String master, Work work, double moment) throws InterruptedException, IOException {
        long files = Math.round(moment * expectedFiles(work));
        FileCount written = new FileCount(output);
        Program program = Program.start(Map.of(), work.command(master, List.of(), output.toString(), undisturbed));
        program.await(() -> written.update() >= files);
        return program;
    }

    private static void strike(ProcessHandle victim, Fault fault) throws InterruptedException {
        Program.signal(fault.signal(), victim);
        if (fault == Fault.PAUSE) {
            Thread.sleep(PAUSE_MILLIS);
            Program.signal("CONT", victim);
        }
    }

    /** The end may have been nearer; and a shell that starts the tests in the background lets all of them ignore SIGINT. */
    private static void assertThatItWasHurtOrHasEnded(Work work, Program.Result result, int exitCode) {
        if (result.code() == 0) {
            assertThatIsExpected(work, Submit.json(result));
        } else {
            assertThat(result.code()).as("%s", result).isEqualTo(exitCode);
        }
    }

    private void assertThatTheResultIsTheUndisturbedOne(Work work, String master) {
        List<String> again = work.command(master, List.of(), output.toString(), undisturbed);
        again.addAll(work.resume());

        assertThatIsExpected(work, Submit.json(again));
        assertThat(work.rows(output)).isNotEmpty().isEqualTo(work.rows(undisturbed.resolve(work.name())));
    }

    private static void assertThatIsExpected(Work work, JsonNode result) {
        for (String key : work.keys()) {
            assertThat(result.get(key))
                    .as(key)
                    .isNotNull()
                    .isEqualTo(EXPECTED.get(work).get(key));
        }
    }

    private static long expectedFiles(Work work) throws IOException {
        Path own = undisturbed.resolve(work.name());
        if (!EXPECTED.containsKey(work)) {
            work.setUp(undisturbed);
            EXPECTED.put(work, Submit.json(work.command("local[2]", List.of(), own.toString(), undisturbed)));
        }
        return new FileCount(own).update();
    }
}
