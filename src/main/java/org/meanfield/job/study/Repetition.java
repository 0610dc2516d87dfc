package org.meanfield.job.study;

import org.apache.spark.api.java.function.Function;
import org.meanfield.evaluate.study.Study;

/** Computes a repetition of a study in a task. */
record Repetition(Study study, long seed) implements Function<Integer, double[]> {
    @Override
    public double[] call(Integer repetition) {
        return study.repeat(repetition, seed);
    }
}
