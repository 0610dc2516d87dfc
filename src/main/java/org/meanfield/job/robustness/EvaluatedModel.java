package org.meanfield.job.robustness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.corrupt.Corruption;
import org.meanfield.data.Dataset;
import org.meanfield.data.Normalization;
import org.meanfield.engine.Engines;
import org.meanfield.job.train.TrainJob;
import org.meanfield.spark.ScoredModel;
import org.meanfield.storage.Storage;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.checkpoint.TrainedModel;

/**
 * A model to be evaluated. Its parameters are read only when needed, since there can be many models.
 *
 * @param run the id of its run; with the rounds, {@code <run_id>@<rounds>}, of a checkpoint
 * @param folder folder of the model
 * @param learner settings that its network is created from
 * @param normalization normalization of its training
 * @param parameters number of parameters
 * @param hash SHA-256 over the model's files
 * @param data data set that it is scored on
 */
record EvaluatedModel(
        String run,
        String folder,
        LearnerSettings learner,
        Normalization normalization,
        int parameters,
        String hash,
        Dataset data) {
    /**
     * Reads the models that a job names, each once.
     *
     * @throws InvalidInputException if one is missing, changed, or not made for the job's data
     */
    static List<EvaluatedModel> of(RobustnessJob job, String outputRoot) {
        KnownRuns known = new KnownRuns();
        Map<String, EvaluatedModel> models = new LinkedHashMap<>();
        for (int i = 0; i < job.models().size(); i++) {
            String key = String.format(Locale.ROOT, "models[%d]", i);
            for (String folder : job.models().get(i).folders(key, outputRoot, known)) {
                EvaluatedModel model = read(key, Storage.absolute(folder), job, known);
                EvaluatedModel other = models.putIfAbsent(model.run, model);
                Check.that(
                        other == null || other.folder.equals(model.folder),
                        key,
                        folder,
                        "a model of another name than that in " + (other == null ? "" : other.folder));
            }
        }
        return new ArrayList<>(models.values());
    }

    private static EvaluatedModel read(String key, String folder, RobustnessJob job, KnownRuns known) {
        SavedModel saved = SavedModel.read(key, folder, known);
        TrainedModel model = saved.model();
        String run = saved.name();
        TrainJob training = training(key, folder, model);
        checkNew(training, run, job);
        Dataset scored = job.data().of(training.data());
        Check.that(
                scored.shape().equals(model.learner().shape())
                        && scored.classes() == model.learner().classes(),
                key,
                run,
                "a model for images of %s in %d classes as the data are, and it is for %s in %d"
                        .formatted(
                                scored.shape(),
                                scored.classes(),
                                model.learner().shape(),
                                model.learner().classes()));
        LearnerSettings learner = model.learner().forScoring().on(job.engine());
        Engines.check(learner);
        return new EvaluatedModel(
                run, folder, learner, model.normalization(), model.state().parameters().length, model.hash(), scored);
    }

    /** Testing on what was trained on is no test. */
    private static void checkNew(TrainJob training, String run, RobustnessJob job) {
        Set<String> trained = training.augment().stream()
                .flatMap(augmentation -> augmentation.trainsOn().stream())
                .collect(Collectors.toSet());
        String known = job.chosen().stream()
                .map(Corruption::label)
                .filter(trained::contains)
                .distinct()
                .collect(Collectors.joining(", "));
        Check.that(
                known.isEmpty() || job.allowTrainedOn(),
                "allow-trained-on",
                false,
                "true to evaluate %s under what it was trained on: %s".formatted(run, known));
    }

    private static TrainJob training(String key, String folder, TrainedModel model) {
        String job = model.provenance().path("job").toString();
        try {
            return TrainJob.ofJson(job, "the job of its run");
        } catch (InvalidInputException e) {
            throw new InvalidInputException(
                    "%s is %s but must be a model whose job this version can read: %s"
                            .formatted(key, folder, e.getMessage()),
                    e);
        }
    }

    /**
     * Reads it with its parameters.
     *
     * @throws InvalidInputException if it has been changed meanwhile
     */
    ScoredModel load() {
        return new ScoredModel(learner, SavedModel.parameters("models", folder, hash));
    }
}
