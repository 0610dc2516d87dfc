package org.meanfield.job.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.explain.ExplainJob;
import org.meanfield.job.explain.ExplainRun;
import org.meanfield.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code explain}: what a trained model looks at. */
@Command(
        name = "explain",
        description = {
            "Show what a trained model looks at: saliency, fooling images and class images, as a page of pictures.",
            "Computed here, without Spark, from the gradient with respect to the pixels of test images."
        },
        footer = {"", "Example: deploy/submit.sh explain fashion-mnist-cnn-0123abcd --images 0,7,42 --target bag"})
public final class ExplainCommand extends StandardHelp implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The id of a finished run of train under the output root.")
    private String run;

    @Option(
            names = "--images",
            paramLabel = "NUMBERS",
            split = ",",
            description =
                    "Numbers of images of the test split, from 0, separated by commas (default: the first of each class).")
    private List<Integer> images = List.of();

    @Option(
            names = "--target",
            paramLabel = "CLASS",
            description =
                    "The class that fooling images are to be taken for, by name or number (default: the second most probable).")
    private String target = "";

    @Option(
            names = "--step",
            paramLabel = "LENGTH",
            defaultValue = "0.1",
            description =
                    "Euclidean length of a step towards a fooling image, for pixels in [0, 1] (default: ${DEFAULT-VALUE}).")
    private double step;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "200",
            description = "The most steps towards a fooling image (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--class-steps",
            paramLabel = "N",
            defaultValue = "200",
            description = "Steps of the class images (default: ${DEFAULT-VALUE}).")
    private int classSteps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the class images (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private OutputRoot output;

    @Override
    public Integer call() throws InterruptedException {
        Storage.configure(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
        ExplainJob job = new ExplainJob(run, images, target, step, steps, classSteps, seed);
        System.out.println(JsonLine.of(ExplainRun.of(job, output.root()).run()));
        return ExitCode.OK;
    }
}
