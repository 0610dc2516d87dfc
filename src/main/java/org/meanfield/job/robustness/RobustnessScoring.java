package org.meanfield.job.robustness;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.corrupt.Condition;
import org.meanfield.evaluate.Predictions;
import org.meanfield.evaluate.Scored;
import org.meanfield.job.common.Console;
import org.meanfield.spark.ConditionScorer;
import org.meanfield.spark.ConditionScores;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RobustnessRow;

/**
 * Scoring loop of an evaluation: group by group, chunk of models by chunk, corruption by corruption, with as many
 * conditions at once as fit into memory.
 */
final class RobustnessScoring {
    private final JavaSparkContext context;
    private final Tables tables;
    private final List<List<Condition>> conditions;
    private final Attacked attacked;
    private final RobustnessJob.Kept kept;
    private final int adaptTo;
    private final List<EvaluationGroup> groups;
    private final String runId;
    private final RobustnessParts parts;
    private final WriteGuard guard;
    private final Console console;

    RobustnessScoring(
            JavaSparkContext context,
            Tables tables,
            RobustnessJob job,
            List<EvaluationGroup> groups,
            String runId,
            RobustnessParts parts,
            WriteGuard guard,
            Console console) {
        this.context = context;
        this.tables = tables;
        this.conditions = Conditions.of(job);
        this.attacked = Attacked.of(job, groups);
        this.kept = job.predictions();
        this.adaptTo = job.adapt().batchNorm();
        this.groups = groups;
        this.runId = runId;
        this.parts = parts;
        this.guard = guard;
        this.console = console;
    }

    /** Scores what is not scored yet, and returns all results. */
    List<ScoredGroup> run() {
        int all = conditions.stream().mapToInt(List::size).sum();
        RobustnessProgress progress = new RobustnessProgress(
                console,
                all * groups.stream().mapToInt(group -> group.groups().size()).sum(),
                groups.stream()
                        .mapToLong(group -> (long) all
                                * group.split().images()
                                * group.models().size())
                        .sum());
        List<ScoredGroup> scored = new ArrayList<>();
        for (int b = 0; b < groups.size(); b++) {
            List<List<EvaluatedModel>> together = groups.get(b).groups();
            for (int g = 0; g < together.size(); g++) {
                scored.add(new ScoredGroup(groups.get(b), score(b, g, together.get(g), progress)));
            }
        }
        return scored;
    }

    private List<RobustnessPart> score(int b, int g, List<EvaluatedModel> models, RobustnessProgress progress) {
        EvaluationGroup group = groups.get(b);
        List<List<List<Condition>>> chunked = conditions.stream()
                .map(corruption -> group.chunks(corruption, models.size()))
                .toList();
        List<List<Condition>> chunks = chunked.stream().flatMap(List::stream).toList();
        List<RobustnessPart> done = new ArrayList<>(earlier(b, g, models, chunks));
        for (int c = 0; c < done.size(); c++) {
            progress.skip(chunks.get(c).size(), done.get(c).scored());
        }
        if (done.size() < chunks.size()) {
            try (ConditionScorer scorer = new ConditionScorer(
                    context,
                    group.split(),
                    models.stream().map(EvaluatedModel::load).toList(),
                    attacked.models(),
                    adaptTo)) {
                for (int c = done.size(); c < chunks.size(); c++) {
                    long start = System.nanoTime();
                    ConditionScorer.Result outcome = scorer.score(chunks.get(c));
                    guard.check();
                    keepPredictions(name(b, g, c), group, models, outcome);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    RobustnessPart part = part(group, models, outcome, done, seconds);
                    parts.write(name(b, g, c), part);
                    progress.add(chunks.get(c).size(), part.scored(), part.seconds());
                    done.add(part);
                }
            }
        }
        return ofCorruptions(done, chunked, models.size());
    }

    /** Returns the finished parts of an earlier execution, up to the first missing one. */
    private List<RobustnessPart> earlier(int b, int g, List<EvaluatedModel> models, List<List<Condition>> chunks) {
        List<RobustnessPart> done = new ArrayList<>();
        for (int c = 0; c < chunks.size(); c++) {
            List<Condition> chunk = chunks.get(c);
            Optional<RobustnessPart> part = parts.read(name(b, g, c)).filter(found -> found.isOf(models, chunk));
            if (part.isEmpty()) {
                return done;
            }
            done.add(part.get());
        }
        return done;
    }

    /** Returns the merged results of each corruption. */
    private static List<RobustnessPart> ofCorruptions(
            List<RobustnessPart> done, List<List<List<Condition>>> chunked, int models) {
        List<RobustnessPart> whole = new ArrayList<>();
        int from = 0;
        for (List<List<Condition>> chunks : chunked) {
            whole.add(RobustnessPart.joined(done.subList(from, from + chunks.size()), models));
            from += chunks.size();
        }
        return whole;
    }

    private static String name(int group, int models, int chunk) {
        return String.format(Locale.ROOT, "part-%03d-%03d-%03d", group, models, chunk);
    }

    /** Writes the predictions that the job keeps, before the part, which marks them as complete. */
    private void keepPredictions(
            String name, EvaluationGroup group, List<EvaluatedModel> models, ConditionScorer.Result outcome) {
        String split = group.split().split().label();
        for (int m = 0; m < models.size(); m++) {
            List<PredictionRow> rows = new ArrayList<>();
            for (ConditionScores scores : outcome.scores()) {
                if (kept.keeps(scores.condition())) {
                    Predictions predictions = scores.models().get(m).predictions();
                    rows.addAll(predictions.rows(
                            models.get(m).run(), split, scores.condition().label()));
                }
            }
            if (!rows.isEmpty()) {
                tables.replacePart(runId, String.format(Locale.ROOT, "%s-%03d", name, m), PredictionRow.class, rows);
            }
        }
    }

    /** Returns the part of some conditions; {@code done} is empty for the clean images. */
    private RobustnessPart part(
            EvaluationGroup group,
            List<EvaluatedModel> models,
            ConditionScorer.Result outcome,
            List<RobustnessPart> done,
            double seconds) {
        List<RobustnessRow> rows = new ArrayList<>();
        List<byte[]> hits = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            for (ConditionScores scores : outcome.scores()) {
                Scored scored = scores.models().get(m);
                BitSet cleanHits = done.isEmpty()
                        ? scored.predictions().hits()
                        : BitSet.valueOf(done.get(0).hits().get(m));
                rows.add(RobustnessRows.of(group, models.get(m), scores, m, cleanHits));
                if (done.isEmpty()) {
                    hits.add(cleanHits.toByteArray());
                }
            }
        }
        return new RobustnessPart(
                runId,
                rows,
                hits,
                (long) outcome.scores().size() * group.split().images() * models.size(),
                seconds,
                outcome.corruptSeconds(),
                outcome.inferSeconds());
    }
}
