package org.meanfield.job.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.meanfield.config.Check;
import org.meanfield.image.ImageShape;
import org.meanfield.job.train.TrainJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code summary}: prints the layers of a network. */
@Command(
        name = "summary",
        description = "Show the layers of the job's network, with their parameters and computational cost.",
        footer = {
            "",
            "Example: deploy/submit.sh summary jobs/svhn-cnn.yaml",
            "         deploy/submit.sh summary docs/vgg-11.yaml --input 3x224x224 --classes 1000"
        })
public final class SummaryCommand extends StandardHelp implements Callable<Integer> {
    private static final String INPUT = "--input";

    /** With as many in height and width, an image has as many values as a Java array. */
    private static final int MOST = 1290;

    private static final int MOST_CLASSES = 1_000_000;

    @Mixin
    private JobFile job;

    @Option(
            names = "--input",
            paramLabel = "CHANNELSxHEIGHTxWIDTH",
            description = "The size of the images, such as 3x224x224, instead of that of the job's data.")
    private Optional<String> input = Optional.empty();

    @Option(
            names = "--classes",
            paramLabel = "CLASSES",
            description = "The number of classes, instead of that of the job's data.")
    private Optional<String> classes = Optional.empty();

    @Override
    public Integer call() {
        System.out.print(job.read(TrainJob.class)
                .summary(input.map(SummaryCommand::shape), classes.map(SummaryCommand::classes)));
        return ExitCode.OK;
    }

    private static ImageShape shape(String given) {
        String allowed = "CHANNELSxHEIGHTxWIDTH, such as 3x224x224, each at most " + MOST;
        String[] parts = given.split("x", -1);
        Check.that(parts.length == 3, INPUT, given, allowed);
        return new ImageShape(
                number(INPUT, given, allowed, parts[0], MOST),
                number(INPUT, given, allowed, parts[1], MOST),
                number(INPUT, given, allowed, parts[2], MOST));
    }

    private static int classes(String given) {
        return number("--classes", given, "in 1 … " + MOST_CLASSES, given, MOST_CLASSES);
    }

    private static int number(String key, String given, String allowed, String digits, int most) {
        Check.that(digits.matches("[1-9][0-9]{0,6}") && Integer.parseInt(digits) <= most, key, given, allowed);
        return Integer.parseInt(digits);
    }
}
