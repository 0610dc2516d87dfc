package org.meanfield.job.cli;

import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.draft.NewJob;
import org.meanfield.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The command {@code new}: writes a first job file for a folder of pictures. */
@Command(
        name = "new",
        description = {
            "Look at a folder of pictures and write a first job file for it, with a first sweep beside it.",
            "Prints classes, sizes, colours, corrupt files, imbalance and copies, and one line of JSON at the end. Overwrites nothing."
        },
        footer = {"", "Example: deploy/submit.sh new --data pets"})
public final class NewCommand extends StandardHelp implements Callable<Integer> {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "FOLDER",
            description =
                    "The pictures, PNG or JPEG: a folder for each class, or train and test with such folders. Local, hdfs:// or s3a://.")
    private String data;

    @Option(
            names = "--job",
            paramLabel = "FILE",
            description = "The job file to write; without it the folder's name and .yaml, in the working folder.")
    private String file = "";

    @Override
    public Integer call() {
        Storage.configure(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
        try (Console console = Console.ofProcess(false)) {
            System.out.println(JsonLine.of(new NewJob(data, file, console).write()));
            return ExitCode.OK;
        }
    }
}
