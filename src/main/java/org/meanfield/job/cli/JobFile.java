package org.meanfield.job.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.job.robustness.RobustnessJob;
import org.meanfield.job.study.DepthStudy;
import org.meanfield.job.sweep.SweepJob;
import org.meanfield.job.train.TrainJob;
import org.meanfield.spark.ClusterMode;
import org.meanfield.storage.Storage;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments {@code JOB.yaml} and {@code --set}, shared by all commands that run a job. */
final class JobFile {
    /** The command of each kind of job. */
    private static final Map<Class<? extends Record>, String> COMMANDS = Map.of(
            TrainJob.class, "train",
            SweepJob.class, "sweep",
            RobustnessJob.class, "robustness",
            DepthStudy.class, "study");

    @Parameters(
            paramLabel = "JOB.yaml",
            description = "The job file: local, hdfs:// or s3a://; those in jobs/ run without changes.")
    private String file;

    @Option(
            names = "--set",
            paramLabel = "KEY.PATH=VALUE",
            description = "Change a key of the job; the value is YAML. May be given several times: "
                    + "--set train.epochs=5 --set 'model.hidden=[256, 128]'")
    private List<String> overrides = new ArrayList<>();

    /**
     * Reads the job.
     *
     * @param type the kind of job that the command runs
     * @throws InvalidInputException if there is no such file, or the file or a change is invalid
     */
    <T extends Record> T read(Class<T> type) {
        String yaml = text();
        try {
            return RecordReader.read(yaml, file, type, overrides);
        } catch (InvalidInputException e) {
            String other = COMMANDS.keySet().stream()
                    .filter(kind -> kind != type && isOf(kind, yaml))
                    .map(COMMANDS::get)
                    .findFirst()
                    .orElseThrow(() -> e);
            throw new InvalidInputException("%s is a job of the command %s: use %s".formatted(file, other, other), e);
        }
    }

    /**
     * Returns whether the file has a key at its top.
     *
     * @throws InvalidInputException if there is no such file, or it is not YAML
     */
    boolean has(String key) {
        return RecordReader.hasKey(text(), file, key);
    }

    private String text() {
        Storage.configure(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
        if (!Storage.isFile(file)) {
            throw new InvalidInputException("The argument JOB.yaml is %s but must be a file that exists%s"
                    .formatted(
                            file,
                            ClusterMode.isOn()
                                    ? " where the driver runs: name it with --files too, or put it on hdfs:// or s3a://"
                                    : ""));
        }
        return new String(Storage.read(file), StandardCharsets.UTF_8);
    }

    private boolean isOf(Class<? extends Record> kind, String yaml) {
        try {
            RecordReader.read(yaml, file, kind, List.of());
            return true;
        } catch (InvalidInputException e) {
            return false;
        }
    }
}
