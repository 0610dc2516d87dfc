package org.meanfield.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meanfield.config.RecordReader;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.evaluate.Score;
import org.meanfield.evaluate.Scoring;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;
import org.meanfield.storage.Progress;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.Recalibration;
import org.meanfield.train.checkpoint.ModelFiles;
import org.meanfield.train.checkpoint.TrainedModel;

/** A comparison of finished models with their averaged running statistics and with recalibrated ones. */
public final class RecalibrationEffect {
    private RecalibrationEffect() {}

    /** Prints a line for each model: {@code BATCHES DIR/models/<run_id> …}. */
    public static void main(String[] arguments) throws InterruptedException {
        NativeLibrary.load(InstructionSet.widest());
        int batches = Integer.parseInt(arguments[0]);
        for (String folder : List.of(arguments).subList(1, arguments.length)) {
            TrainedModel model = ModelFiles.read("model", folder);
            TrainJob job =
                    RecordReader.read(model.provenance().path("job").toString(), folder, TrainJob.class, List.of());
            Splits splits = Splits.open(job.data(), Progress.SILENT);
            Scoring test = new Scoring(splits, model.normalization(), Split.TEST);
            LearnerSettings settings = model.learner();
            Recalibration recalibration = new Recalibration(
                    splits, model.normalization(), job.train().batch(), batches, settings.statistics());
            float[] parameters = model.state().parameters();
            try (Learner learner = new Dl4jLearner(settings)) {
                Score before = test.all(learner, parameters).score();
                List<float[]> measured = new ArrayList<>();
                for (int number : recalibration.numbers()) {
                    measured.add(recalibration.measured(number, learner, parameters));
                }
                Score after = test.all(learner, recalibration.recalibrated(parameters, measured))
                        .score();
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.2f %% and a loss of %.4f with averaged statistics, %.2f %% and %.4f with those of %d batches of %d%n",
                        folder,
                        100 * before.accuracy(),
                        before.loss(),
                        100 * after.accuracy(),
                        after.loss(),
                        batches,
                        job.train().batch());
            }
        }
    }
}
