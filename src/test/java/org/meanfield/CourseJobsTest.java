package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.RecordReader;
import org.meanfield.evaluate.DepthCase;
import org.meanfield.evaluate.DepthTraining;
import org.meanfield.job.study.DepthStudy;
import org.meanfield.report.Results;
import org.meanfield.report.RunData;
import org.meanfield.tables.ActivationRow;
import org.meanfield.tables.EvaluationRow;

/** What the jobs of docs/course.md come to, on sizes that take seconds. */
final class CourseJobsTest {
    @TempDir
    private Path output;

    /** Random labels of drawn digits: learnt by heart, and no better than chance on others. */
    @Test
    void randomLabelsAreMemorized() {
        CommandRun run = CommandRun.of(
                "train",
                "jobs/course/label-memorization.yaml",
                "--quiet",
                "--output=" + output,
                "--set=data={type: synthetic-digits, train: 400, validation: 0, test: 1000, limit: 100, labels: {noise: 1}}",
                "--set=model={type: mlp, hidden: [128]}",
                "--set=train.batch=20",
                "--set=train.local-steps=5",
                "--set=train.epochs=60",
                "--set=train.optimizer={type: adam, learning-rate: 0.003}");
        Results results = new Results(output.toString());
        RunData trained = results.run(run.json().path("run_id").asText());

        assertThat(trained.row().changedLabels()).isBetween(0.8, 0.98);
        List<EvaluationRow> train = trained.evaluations("train");
        assertThat(train).hasSize(60);
        assertThat(train.get(0).accuracy()).isLessThan(0.5);
        assertThat(train.get(59).accuracy()).isGreaterThanOrEqualTo(0.99);
        assertThat(trained.evaluations(EvaluationRow.TEST_EVERY_EPOCH)).hasSize(60);
        EvaluationRow test = trained.tested().orElseThrow();
        assertThat(test.accuracy()).isBetween(0.05, 0.15);
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
