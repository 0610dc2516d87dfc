package org.meanfield.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Trainings that go through {@code deploy/submit.sh}. */
public final class Submit {
    /** All that can make bits differ, in a few seconds: eight rounds and three checkpoints. */
    public static final String TINY_JOB = "src/test/resources/tiny-cnn.yaml";

    /** What {@code spark-submit} does, with the Spark that Maven has fetched. */
    private static final String SPARK_SUBMIT = "source deploy/build.sh && spark_class "
            + "org.apache.spark.deploy.SparkSubmit \"$@\" && exec \"${SPARK_COMMAND[@]}\"";

    /** The first start makes an archive of classes, and says so. */
    private static final class FirstStart {
        static final Program.Result RESULT = Program.run("deploy/submit.sh", "--version");

        private FirstStart() {}
    }

    private Submit() {}

    /** Returns the command that trains a job at a master, with what comes after the job in {@code arguments}. */
    public static List<String> command(String master, String job, Object... arguments) {
        return command(master, List.of(), job, arguments);
    }

    /** Returns the command that trains a job, with more options for Spark. */
    public static List<String> command(String master, List<String> options, String job, Object... arguments) {
        if (FirstStart.RESULT.code() != 0) {
            throw new AssertionError(FirstStart.RESULT);
        }
        List<String> command = new ArrayList<>(List.of("deploy/submit.sh", "--master", master));
        command.addAll(List.of("--driver-memory", "1g", "--executor-memory", "1g"));
        command.addAll(options);
        command.addAll(List.of("train", job, "--quiet"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** Returns the command that trains {@link #TINY_JOB} by the {@code spark-submit} of {@code SPARK_HOME}, without the script. */
    public static List<String> plain(String master, Path output) {
        return List.of(
                "bash",
                "-c",
                SPARK_SUBMIT,
                "spark-submit",
                "--master",
                master,
                "--class",
                "org.meanfield.Main",
                "target/meanfield.jar",
                "train",
                TINY_JOB,
                "--output",
                output.toString());
    }

    /** Returns the command that prepares the data of a job at a master. */
    public static List<String> prepare(String master, String job, Object... arguments) {
        return prepare(master, List.of(), job, arguments);
    }

    /** Returns the command that prepares the data of a job, with more options for Spark. */
    public static List<String> prepare(String master, List<String> options, String job, Object... arguments) {
        List<String> command = command(master, options, job, arguments);
        command.set(command.indexOf("train"), "prepare");
        return command;
    }

    /** Returns the command that runs a sweep at a master. */
    public static List<String> sweep(String master, String job, Object... arguments) {
        return sweep(master, List.of(), job, arguments);
    }

    /** Returns the command that runs a sweep, with more options for Spark. */
    public static List<String> sweep(String master, List<String> options, String job, Object... arguments) {
        List<String> command = command(master, options, job, arguments);
        command.set(command.indexOf("train"), "sweep");
        return command;
    }

    /** Returns the command that puts models before corrupted images at a master. */
    public static List<String> robustness(String master, String job, Object... arguments) {
        return robustness(master, List.of(), job, arguments);
    }

    /** Returns the command that puts models before corrupted images, with more options for Spark. */
    public static List<String> robustness(String master, List<String> options, String job, Object... arguments) {
        List<String> command = command(master, options, job, arguments);
        command.set(command.indexOf("train"), "robustness");
        return command;
    }

    /** Runs a command to its end, which must be a good one, and returns its line of JSON. */
    public static JsonNode json(List<String> command) {
        return json(Program.run(Map.of(), command));
    }

    /** Returns the line of JSON of a program that must have ended well. */
    public static JsonNode json(Program.Result result) {
        if (result.code() != 0) {
            throw new AssertionError("It ended badly: " + result);
        }
        try {
            return new ObjectMapper().readTree(result.out());
        } catch (JsonProcessingException e) {
            throw new AssertionError("Its standard output is not a line of JSON: " + result, e);
        }
    }

    /** Returns whether a run under an output root has written its checkpoint of a round. */
    public static boolean hasCheckpoint(Path output, int round) {
        File[] runs = output.resolve("checkpoints").toFile().listFiles();
        return runs != null
                && Arrays.stream(runs)
                        .anyMatch(run -> new File(run, "round-%06d/manifest.json".formatted(round)).exists());
    }
}
