package org.meanfield.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.evaluate.Scored;
import org.meanfield.evaluate.Scoring;
import org.meanfield.train.LearnerSettings;

/**
 * Distributed scorer of models on one split, block by block. Blocks are summed in order, so the bits do not depend on
 * task timing.
 */
public final class Evaluator implements Scorer {
    private final JavaSparkContext context;
    private final LearnerSettings learner;
    private final Scoring scoring;
    private final JavaRDD<Integer> blocks;

    /** Creates one of models made from {@code learner}. */
    public Evaluator(JavaSparkContext context, LearnerSettings learner, Scoring scoring) {
        this(context, learner, scoring, Slots.of(context));
    }

    /** Creates one with {@code parallelism} tasks at most. */
    Evaluator(JavaSparkContext context, LearnerSettings learner, Scoring scoring, int parallelism) {
        this.context = context;
        this.learner = learner;
        this.scoring = scoring;
        List<Integer> starts = scoring.blocks();
        this.blocks = context.parallelize(starts, Math.max(1, Math.min(starts.size(), parallelism)));
    }

    @Override
    public Scored score(float[] parameters) {
        JobNames.set(context, "score the %s split".formatted(scoring.split().label()));
        List<Scored> scored =
                Broadcasts.use(context, parameters, sent -> blocks.map(new ScoreSplitBlock(learner, scoring, sent))
                        .collect());
        Scored total = scored.stream().reduce(Scored.none(), Scored::plus);
        return total.over(scoring.images());
    }

    private record ScoreSplitBlock(LearnerSettings learner, Scoring scoring, Broadcast<float[]> parameters)
            implements Function<Integer, Scored> {
        @Override
        public Scored call(Integer start) throws InterruptedException {
            return Learners.use(learner, own -> scoring.block(start, own, parameters.value()));
        }
    }
}
