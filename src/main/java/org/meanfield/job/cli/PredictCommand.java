package org.meanfield.job.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.meanfield.data.OnError;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.predict.Encoding;
import org.meanfield.job.predict.PredictJob;
import org.meanfield.spark.ClusterMode;
import org.meanfield.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code predict}: classifies images with a trained model. */
@Command(
        name = "predict",
        description = {
            "Classify images with a trained model, over the executors and in bounded memory.",
            "Writes Parquet files with a row for each image, corrupt ones included; prints one line of JSON at the end."
        },
        footer = {
            "",
            "Example: deploy/submit.sh predict meanfield-out/models/quickstart-0123abcd --input pictures --output predictions"
        })
public final class PredictCommand extends StandardHelp implements Callable<Integer> {
    @Parameters(
            paramLabel = "MODEL",
            description = "The folder of the model, DIR/models/RUN_ID: local, hdfs:// or s3a://.")
    private String model;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "PATH",
            description =
                    "A folder with PNG and JPEG files at any depth, a folder of prepared shards (the one with manifest.json), "
                            + "or with --column a Parquet table: local, hdfs:// or s3a://.")
    private String input;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "The folder of the predictions, which has nothing else: local, hdfs:// or s3a://.")
    private String output;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "The binary column of a Parquet table that has the images.")
    private String column = "";

    @Option(
            names = "--encoding",
            paramLabel = "KIND",
            defaultValue = "picture",
            description =
                    "What the column has: picture for PNG or JPEG files, uint8 for pixels of the model's size, channel by channel "
                            + "(default: ${DEFAULT-VALUE}).")
    private String encoding;

    @Option(
            names = "--keys",
            paramLabel = "NAMES",
            split = ",",
            description = "Columns of the table that are copied to the predictions, separated by commas.")
    private List<String> keys = List.of();

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "1",
            description = "How many of the most probable classes a row has (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(names = "--probabilities", description = "Also write the probability of every class.")
    private boolean probabilities;

    @Option(
            names = "--on-error",
            paramLabel = "ACTION",
            defaultValue = "skip",
            description =
                    "What to do about a corrupt image: skip writes a row with the reason and counts it, fail ends the command "
                            + "(default: ${DEFAULT-VALUE}).")
    private String onError;

    @Mixin
    private ExistingRun existing;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        ClusterMode.checkOutput("--output", output);
        Encoding chosen = Choice.of("--encoding", encoding, Encoding.class);
        OnError action = Choice.of("--on-error", onError, OnError.class);
        Storage.configure(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
        try (Console console = Console.ofProcess(quiet)) {
            PredictJob job = new PredictJob(model, input, output, column, chosen, keys, top, probabilities, action);
            System.out.println(JsonLine.of(job.run(existing.choice(), console)));
            return ExitCode.OK;
        }
    }
}
