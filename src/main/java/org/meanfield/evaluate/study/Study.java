package org.meanfield.evaluate.study;

import java.io.Serializable;
import java.util.List;

/**
 * What a study computes and what theory expects of it. A study with repetitions is a simulation: each repetition is computed on an executor
 * and depends on its number and the seed alone, so that the rows do not depend on the tasks.
 */
public sealed interface Study extends Serializable
        permits RidgeStudy,
                MinimumNormStudy,
                ConvolutionMatrixStudy,
                BackpropagationStudy,
                PiecewiseLinearStudy,
                EquivarianceStudy,
                DnaStudy,
                MomentumStudy,
                XorStudy,
                GuessAndCheckStudy {
    /** Returns the number of repetitions; zero for a study that is computed once. */
    default int repetitions() {
        return 0;
    }

    /**
     * Computes one repetition.
     *
     * @param repetition its number, from 0
     * @param seed of the job
     * @return the measured values, the same number of them for each repetition
     */
    default double[] repeat(int repetition, long seed) {
        throw new IllegalStateException("A study of type %s has no repetitions".formatted(this));
    }

    /**
     * Compares what is measured with what is expected.
     *
     * @param repetitions the values of all repetitions, in order
     * @param seed of the job
     */
    Outcome outcome(List<double[]> repetitions, long seed);
}
