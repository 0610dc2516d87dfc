package org.meanfield.job.robustness;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meanfield.config.Check;
import org.meanfield.config.Names;
import org.meanfield.corrupt.attack.Attack;
import org.meanfield.engine.Engines;
import org.meanfield.spark.AttackedModel;

/**
 * The models that a job's attacks are made for, other than the scored ones themselves.
 *
 * @param models each once
 */
record Attacked(List<AttackedModel> models) {
    /**
     * Checks the attacks of a job.
     *
     * @param models the models that are scored
     * @throws org.meanfield.config.InvalidInputException if an attack is too strong for the images, it is made for a model that is not
     *     scored or takes other images, or a network has no gradient of its input
     */
    static void check(RobustnessJob job, List<EvaluatedModel> models) {
        for (int i = 0; i < job.attacks().size(); i++) {
            Attack attack = job.attacks().get(i);
            String key = String.format(Locale.ROOT, "attacks[%d]", i);
            Optional<EvaluatedModel> source = source(key, attack, models);
            for (EvaluatedModel model : models) {
                attack.check(key, model.data().shape());
                if (attack.needsGradient()) {
                    Engines.checkInputGradient(source.orElse(model).learner());
                }
                source.ifPresent(other -> Check.that(
                        other.data().equals(model.data()),
                        key + ".made-for",
                        attack.madeFor(),
                        "a run that is scored on the same data as " + model.run()));
            }
        }
    }

    private static Optional<EvaluatedModel> source(String key, Attack attack, List<EvaluatedModel> models) {
        Optional<EvaluatedModel> found = models.stream()
                .filter(model -> model.run().equals(attack.madeFor()))
                .findFirst();
        List<String> runs = models.stream().map(EvaluatedModel::run).toList();
        Check.that(
                attack.madeFor().isEmpty() || found.isPresent(),
                key + ".made-for",
                attack.madeFor(),
                "one of the runs that are scored"
                        + Names.nearest(attack.madeFor(), runs)
                                .map("; did you mean %s?"::formatted)
                                .orElse(""));
        return found;
    }

    /** Loads them. */
    static Attacked of(RobustnessJob job, List<EvaluationGroup> groups) {
        List<String> wanted = job.attacks().stream().map(Attack::madeFor).toList();
        return new Attacked(groups.stream()
                .flatMap(group -> group.models().stream())
                .filter(model -> wanted.contains(model.run()))
                .map(model -> new AttackedModel(model.run(), model.load(), model.normalization()))
                .toList());
    }
}
