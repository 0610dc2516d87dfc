package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.config.RecordReader;
import org.meanfield.evaluate.DepthCase;
import org.meanfield.evaluate.DepthTraining;
import org.meanfield.job.study.DepthStudy;
import org.meanfield.job.train.TrainJob;
import org.meanfield.spark.LocalRun;
import org.meanfield.tables.ActivationRow;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.train.checkpoint.Checkpoint;

/** What the jobs of docs/course.md come to, on sizes that take seconds. */
final class CourseJobsTest {
    private static final List<String> SMALL = List.of(
            "data={type: synthetic-digits, train: 200, validation: 0, test: 500, limit: 100}",
            "model={type: mlp, hidden: [64]}",
            "train.batch=20",
            "train.local-steps=5",
            "train.epochs=60",
            "train.optimizer={type: adam, learning-rate: 0.003}");

    private static TrainJob memorization(double noise) throws IOException {
        String file = "jobs/course/label-memorization.yaml";
        List<String> changes = new ArrayList<>(SMALL);
        changes.add("data.labels.noise=" + noise);
        return RecordReader.read(Files.readString(Path.of(file)), file, TrainJob.class, changes);
    }

    private static int interpolation(Checkpoint end) {
        return LocalRun.rows(end, "train").stream()
                .filter(row -> row.accuracy() == 1)
                .findFirst()
                .orElseThrow()
                .epoch();
    }

    /** Random labels of drawn digits are learnt by heart, and are no better than chance on others. */
    @Test
    void randomLabelsAreMemorized() throws IOException, InterruptedException {
        Checkpoint clean = LocalRun.of(memorization(0));
        Checkpoint random = LocalRun.of(memorization(1));

        EvaluationRow test = LocalRun.rows(random, "test").get(0);
        assertThat(0.1).isBetween(test.low(), test.high());
        assertThat(LocalRun.rows(clean, "test").get(0).low()).isGreaterThan(0.1);
        assertThat(interpolation(random)).isGreaterThan(1);
    }

    /** The widths are on both sides of the threshold: as many parameters as images times classes. */
    @Test
    void theWidthsOfDoubleDescentSurroundTheInterpolationThreshold() throws IOException {
        JsonNode job = new YAMLMapper()
                .readTree(Path.of("jobs/course/double-descent-width.yaml").toFile());
        int outputs = job.at("/base/data/limit").asInt() * 10;
        List<Integer> parameters = new ArrayList<>();
        job.at("/grid")
                .path("model.width")
                .forEach(width -> parameters.add(785 * width.asInt() + 10 * (width.asInt() + 1)));
        assertThat(parameters).isSorted();
        assertThat(parameters).filteredOn(count -> count < outputs).hasSizeGreaterThanOrEqualTo(3);
        assertThat(parameters).filteredOn(count -> count > outputs).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aSigmoidStacksGradientVanishesAndAReluStacksDoesNot() throws IOException {
        String file = "jobs/course/vanishing-gradients.yaml";
        DepthStudy job = RecordReader.read(Files.readString(Path.of(file)), file, DepthStudy.class, List.of());
        for (DepthCase one : job.cases()) {
            List<ActivationRow> rows = one.train(job.layers(), 32, 16, job.seed(), new DepthTraining(20, 20, 0.01));
            int depth = one.layers(job.layers());
            for (List<ActivationRow> step : List.of(rows.subList(0, depth), rows.subList(depth, 2 * depth))) {
                double ratio = step.get(0).gradientNorm() / step.get(depth - 1).gradientNorm();
                if (one.name().startsWith("sigmoid")) {
                    assertThat(ratio).isLessThan(Math.pow(0.5, depth - 1));
                } else {
                    assertThat(ratio).as(one.name()).isBetween(0.05, 20.0);
                }
            }
        }
    }
}
