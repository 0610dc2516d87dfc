package org.meanfield.job.cli;

import java.util.concurrent.Callable;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.common.Options;
import org.meanfield.job.doctor.Diagnosis;
import org.meanfield.job.doctor.Doctor;
import org.meanfield.job.train.TrainJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code doctor}: examines a cluster for a job. */
@Command(
        name = "doctor",
        description = {
            "Examine whether the cluster suits the job: versions, slots, memory, access, clocks, disk; and measure what a round costs.",
            "Prints a line for each, with what to do, and one line of JSON at the end; writes nothing that stays. Exit code 2 if something is wrong."
        },
        footer = {"", "Example: deploy/submit.sh doctor jobs/quickstart.yaml"})
public final class DoctorCommand extends StandardHelp implements Callable<Integer> {
    @Mixin
    private JobFile job;

    @Mixin
    private OutputRoot output;

    @Override
    public Integer call() throws InterruptedException {
        try (Console console = Console.ofProcess(false)) {
            Diagnosis diagnosis = Doctor.examine(
                    job.read(TrainJob.class), new Options(output.root(), Existing.REFUSE, false, console));
            diagnosis.settings().forEach(setting -> console.say("--conf " + setting));
            System.out.println(JsonLine.of(diagnosis.json()));
            return diagnosis.exitCode();
        }
    }
}
