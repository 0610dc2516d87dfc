package org.meanfield.job.robustness;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.corrupt.Condition;
import org.meanfield.evaluate.Predictions;
import org.meanfield.evaluate.Scored;
import org.meanfield.job.common.Console;
import org.meanfield.spark.ConditionScorer;
import org.meanfield.spark.ConditionScores;
import org.meanfield.storage.Tables;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RobustnessRow;

/**
 * Scores bench after bench, of each a group of models after the other, and these under one corruption after the other, of which
 * so many conditions at once as fit into memory.
 */
final class RobustnessScoring {
    private final JavaSparkContext context;
    private final Tables tables;
    private final List<List<Condition>> conditions;
    private final RobustnessJob.Kept kept;
    private final List<EvaluationGroup> benches;
    private final String runId;
    private final RobustnessParts parts;
    private final Console console;

    RobustnessScoring(
            JavaSparkContext context,
            Tables tables,
            RobustnessJob job,
            List<EvaluationGroup> benches,
            String runId,
            RobustnessParts parts,
            Console console) {
        this.context = context;
        this.tables = tables;
        this.conditions = job.conditions();
        this.kept = job.predictions();
        this.benches = benches;
        this.runId = runId;
        this.parts = parts;
        this.console = console;
    }

    /** Scores whatever has not been scored yet, and returns it all. */
    List<ScoredGroup> run() {
        int all = conditions.stream().mapToInt(List::size).sum();
        RobustnessProgress progress = new RobustnessProgress(
                console,
                all * benches.stream().mapToInt(bench -> bench.groups().size()).sum(),
                benches.stream()
                        .mapToLong(bench -> (long) all
                                * bench.split().images()
                                * bench.subjects().size())
                        .sum());
        List<ScoredGroup> scored = new ArrayList<>();
        for (int b = 0; b < benches.size(); b++) {
            List<List<EvaluatedModel>> groups = benches.get(b).groups();
            for (int g = 0; g < groups.size(); g++) {
                scored.add(new ScoredGroup(benches.get(b), score(b, g, groups.get(g), progress)));
            }
        }
        return scored;
    }

    private List<RobustnessPart> score(int b, int g, List<EvaluatedModel> subjects, RobustnessProgress progress) {
        EvaluationGroup bench = benches.get(b);
        List<List<List<Condition>>> chunked = conditions.stream()
                .map(corruption -> bench.chunks(corruption, subjects.size()))
                .toList();
        List<List<Condition>> chunks = chunked.stream().flatMap(List::stream).toList();
        List<RobustnessPart> done = new ArrayList<>(earlier(b, g, subjects, chunks));
        for (int c = 0; c < done.size(); c++) {
            progress.skip(chunks.get(c).size(), done.get(c).scored());
        }
        if (done.size() < chunks.size()) {
            try (ConditionScorer scorer = new ConditionScorer(
                    context,
                    bench.split(),
                    subjects.stream().map(EvaluatedModel::load).toList())) {
                for (int c = done.size(); c < chunks.size(); c++) {
                    long start = System.nanoTime();
                    ConditionScorer.Result outcome = scorer.score(chunks.get(c));
                    keepPredictions(name(b, g, c), bench, subjects, outcome);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    RobustnessPart part = part(bench, subjects, outcome, done, seconds);
                    parts.write(name(b, g, c), part);
                    progress.add(chunks.get(c).size(), part.scored(), part.seconds());
                    done.add(part);
                }
            }
        }
        return ofCorruptions(done, chunked, subjects.size());
    }

    /** Returns what an earlier execution has left, as far as nothing is missing in between. */
    private List<RobustnessPart> earlier(int b, int g, List<EvaluatedModel> subjects, List<List<Condition>> chunks) {
        List<RobustnessPart> done = new ArrayList<>();
        for (int c = 0; c < chunks.size(); c++) {
            List<Condition> chunk = chunks.get(c);
            Optional<RobustnessPart> part = parts.read(name(b, g, c)).filter(found -> found.isOf(subjects, chunk));
            if (part.isEmpty()) {
                return done;
            }
            done.add(part.get());
        }
        return done;
    }

    /** Returns what there is to say of each corruption, from what there is of its chunks. */
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

    private static String name(int bench, int group, int chunk) {
        return "part-%03d-%03d-%03d".formatted(bench, group, chunk);
    }

    /** Writes the predictions that the job wants: before the part, which says that all of it is done. */
    private void keepPredictions(
            String name, EvaluationGroup bench, List<EvaluatedModel> subjects, ConditionScorer.Result outcome) {
        String split = bench.split().split().label();
        for (int m = 0; m < subjects.size(); m++) {
            List<PredictionRow> rows = new ArrayList<>();
            for (ConditionScores scores : outcome.scores()) {
                if (kept.keeps(scores.condition())) {
                    Predictions predictions = scores.models().get(m).predictions();
                    rows.addAll(predictions.rows(
                            subjects.get(m).run(), split, scores.condition().label()));
                }
            }
            if (!rows.isEmpty()) {
                tables.replacePart(runId, "%s-%03d".formatted(name, m), PredictionRow.class, rows);
            }
        }
    }

    /** Returns what there is to say of some conditions; {@code done} is empty for the clean images. */
    private RobustnessPart part(
            EvaluationGroup bench,
            List<EvaluatedModel> subjects,
            ConditionScorer.Result outcome,
            List<RobustnessPart> done,
            double seconds) {
        List<RobustnessRow> rows = new ArrayList<>();
        List<byte[]> hits = new ArrayList<>();
        for (int m = 0; m < subjects.size(); m++) {
            for (ConditionScores scores : outcome.scores()) {
                Scored scored = scores.models().get(m);
                BitSet cleanHits = done.isEmpty()
                        ? scored.predictions().hits()
                        : BitSet.valueOf(done.get(0).hits().get(m));
                rows.add(RobustnessRows.of(bench, subjects.get(m), scores, scored, cleanHits));
                if (done.isEmpty()) {
                    hits.add(cleanHits.toByteArray());
                }
            }
        }
        return new RobustnessPart(
                runId,
                rows,
                hits,
                (long) outcome.scores().size() * bench.split().images() * subjects.size(),
                seconds,
                outcome.corruptSeconds(),
                outcome.inferSeconds());
    }
}
