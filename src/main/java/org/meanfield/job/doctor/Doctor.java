package org.meanfield.job.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.config.Reason;
import org.meanfield.config.Versions;
import org.meanfield.job.common.Options;
import org.meanfield.job.train.ExecutorMemory;
import org.meanfield.job.train.MemoryNeed;
import org.meanfield.job.train.OpenData;
import org.meanfield.job.train.PreparedJob;
import org.meanfield.job.train.TrainJob;
import org.meanfield.spark.ExecutorCheck;
import org.meanfield.spark.Machine;
import org.meanfield.spark.RoundCost;
import org.meanfield.spark.Sessions;
import org.meanfield.spark.Slots;
import org.meanfield.storage.Storage;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.train.Computing;
import org.meanfield.train.Engine;
import org.meanfield.train.State;
import org.meanfield.train.TrainerKind;

/** The examination of a cluster for a job. It writes nothing that stays. */
public final class Doctor {
    private static final long CLOCK_MILLIS = 2_000;
    private static final long FREE_DISK = 1L << 30;

    private final TrainJob job;
    private final Options options;
    private final List<Finding> findings = new ArrayList<>();
    /** Settings to change, of {@code --conf}. */
    private final Set<String> settings = new TreeSet<>();

    private Optional<Forecast> forecast = Optional.empty();

    private Doctor(TrainJob job, Options options) {
        this.job = job;
        this.options = options;
    }

    /** Examines, and says each finding as soon as it is there. */
    public static Diagnosis examine(TrainJob job, Options options) throws InterruptedException {
        Doctor doctor = new Doctor(job, options);
        doctor.examine();
        return new Diagnosis(doctor.findings, List.copyOf(doctor.settings), doctor.forecast);
    }

    /** Each part needs those before it: it ends with the first that is wrong. */
    private void examine() throws InterruptedException {
        Optional<PreparedJob> prepared =
                part("job and data", () -> PreparedJob.of(job, OpenData.of(job.data(), options.console())));
        if (prepared.isEmpty()) {
            return;
        }
        say(Finding.ok(
                "job and data",
                format(
                        "%,d training images, %,d parameters",
                        prepared.get().plan().samples(),
                        prepared.get().learner().summary().parameters())));
        Optional<String> probe = part("output", this::writtenAndRead);
        if (probe.isEmpty()) {
            return;
        }
        say(Finding.ok("output", options.output() + " can be written, read and deleted"));
        try {
            Optional<JavaSparkContext> opened = part(
                    "cluster",
                    () -> Sessions.open(
                            "doctor " + job.name(),
                            job.instructionSet().pinned(),
                            new Computing(job.engine(), job.gpu())));
            if (opened.isPresent()) {
                try (JavaSparkContext context = opened.get()) {
                    examine(context, prepared.get(), probe.get());
                }
            }
        } finally {
            Storage.discard(probe.get());
        }
    }

    private String writtenAndRead() {
        String probe = options.writeProbe("doctor-" + ProcessHandle.current().pid());
        if (Storage.read(probe).length > 0) {
            throw new IllegalStateException(probe + " is not read as it was written");
        }
        return probe;
    }

    private void examine(JavaSparkContext context, PreparedJob prepared, String probe) throws InterruptedException {
        int workers = prepared.plan().workers();
        Optional<List<ExecutorRow>> executors = part("executors", () -> ExecutorCheck.await(context, workers));
        if (executors.isEmpty()) {
            return;
        }
        ExecutorRow first = executors.get().get(0);
        say(Finding.ok(
                "versions",
                format(
                        "Meanfield %s, Spark %s, Java %s, Hadoop %s",
                        Versions.of("meanfield"),
                        context.version(),
                        Runtime.version(),
                        org.apache.hadoop.util.VersionInfo.getVersion())));
        say(Finding.ok(
                "libraries",
                format(
                        "%s, %s, engine %s",
                        first.backend(),
                        first.instructionSet(),
                        Names.of(Engine.class, job.engine().getClass()))));
        say(GpuFinding.of(context.getConf(), job.engine(), first.backend()));
        int slots = Slots.of(context);
        slots(executors.get().size(), slots, workers);
        if (part("access", () -> {
                    ExecutorCheck.visible(
                            context, executors.get(), prepared.data().splits(), probe);
                    return true;
                })
                .isEmpty()) {
            return;
        }
        say(Finding.ok("access", "every executor reads the data and sees the output"));
        machines(context, prepared, executors.get().size());
        if (job.train().trainer() == TrainerKind.ROUNDS) {
            rounds(context, prepared, Math.min(workers, slots));
        }
    }

    private void slots(int executors, int slots, int workers) {
        String found = format("executors: %d, slots: %d, workers: %d", executors, slots, workers);
        if (slots < workers) {
            say(Finding.warning(
                    "slots", found, format("some run after others: more executors, or --set train.workers=%d", slots)));
        } else if (slots > workers) {
            say(Finding.warning("slots", found, format("%d are idle: --set train.workers=%d", slots - workers, slots)));
        } else {
            say(Finding.ok("slots", found));
        }
    }

    private void machines(JavaSparkContext context, PreparedJob prepared, int executors) {
        long before = System.currentTimeMillis();
        Collection<Machine> machines = Machine.of(context, executors);
        long after = System.currentTimeMillis();
        State state = prepared.job().initialState(prepared.learner());
        int slots = Slots.of(context);
        MemoryNeed need = MemoryNeed.of(prepared, state, Math.max(1, slots / executors), slots);
        ExecutorMemory memory = ExecutorMemory.of(context.getConf(), machines);
        settings.addAll(memory.settings(need));
        say(Finding.memory("heap", need.heap(), memory.heap()));
        say(Finding.memory("off-heap", need.outside(), memory.outside()));

        long skew = machines.stream()
                .mapToLong(machine -> Math.max(before - machine.clock(), machine.clock() - after))
                .max()
                .orElse(0);
        say(
                skew > CLOCK_MILLIS
                        ? Finding.warning(
                                "clocks",
                                format("one differs by %.1f s from the driver's", skew / 1e3),
                                "times in tables and logs will not agree: synchronize them")
                        : Finding.ok("clocks", "agree with the driver's"));
        long disk = machines.stream().mapToLong(Machine::freeDisk).min().orElse(Long.MAX_VALUE);
        say(
                disk < FREE_DISK
                        ? Finding.warning(
                                "disk",
                                format("%,d MB free in Spark's local folders", disk >> 20),
                                "shards may not fit: set spark.local.dir")
                        : Finding.ok("disk", format("%,d MB free in Spark's local folders", disk >> 20)));
        Set<String> javas = machines.stream().map(Machine::java).collect(Collectors.toCollection(TreeSet::new));
        javas.add(Runtime.version().toString());
        if (javas.size() > 1) {
            say(Finding.warning("Java", "versions differ: " + String.join(", ", javas), "use one"));
        }
    }

    private void rounds(JavaSparkContext context, PreparedJob prepared, int workers) throws InterruptedException {
        RoundCost one = RoundCost.measure(context, prepared.training(), prepared.job(), 1);
        RoundCost all = workers == 1 ? one : RoundCost.measure(context, prepared.training(), prepared.job(), workers);
        Forecast measured =
                new Forecast(one, all, prepared.plan().batch(), job.train().localSteps());
        forecast = Optional.of(measured);
        String found = format(
                "%.1f ms a local step; beyond them %.1f ms a round with workers: %d, which is %.1f %% of it; of these %.1f ms the broadcast",
                1e3 * all.step(), 1e3 * all.overhead(), workers, 100 * measured.overheadShare(), 1e3 * all.broadcast());
        int steps = measured.stepsOfSmallOverhead();
        say(
                steps > job.train().localSteps()
                        ? Finding.warning("rounds", found, format("below 5 %% from --set train.local-steps=%d", steps))
                        : Finding.ok("rounds", found));
        for (Forecast.Speed speed : measured.speeds()) {
            options.console()
                    .say(format(
                            "         workers: %d, %,.0f images/s expected, %.2f times one worker",
                            speed.workers(), speed.imagesPerSecond(), speed.speedUp()));
        }
    }

    /** Does a part; a failure is a finding, and empty. */
    private <T> Optional<T> part(String subject, Callable<T> work) throws InterruptedException {
        try {
            return Optional.of(work.call());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // whatever it is, it is what the user wants to hear
            Throwable reason = Reason.of(e);
            say(Finding.wrong(
                    subject,
                    Reason.lineAndFile(reason),
                    reason instanceof InvalidInputException ? "" : "see docs/troubleshooting.md"));
            return Optional.empty();
        }
    }

    private void say(Finding finding) {
        findings.add(finding);
        options.console().say(finding.line());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
