package org.meanfield.job.study;

import java.util.List;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.evaluate.DepthCase;
import org.meanfield.evaluate.DepthTraining;
import org.meanfield.job.common.JobName;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;

/**
 * Depth study job: propagation of activations and gradients through deep stacks for several initializations, see {@link
 * DepthCase}; the whole job file.
 *
 * @param name the start of the run's id: letters, digits, {@code .}, {@code _} and {@code -}
 * @param seed of all random draws
 * @param layers the number of layers of each stack
 * @param units the width: inputs and outputs of each layer
 * @param inputs how many inputs x ~ N(0, I) go through each stack
 * @param products how many sums a · x of a, x ~ N(0, I) are drawn to see their deviation, √{@code units}
 * @param cases the stacks, each with a name of its own
 * @param training of the stacks, by batches of {@code inputs}
 */
public record DepthStudy(
        String name,
        @Default("1") long seed,
        @Default("100") int layers,
        @Default("512") int units,
        @Default("256") int inputs,
        @Default("10000") int products,
        List<DepthCase> cases,
        @Default(value = "{}", omitted = true) DepthTraining training) {
    private static final int MOST_LAYERS = 10_000;
    private static final int MOST_UNITS = 8192;
    private static final int MOST_PRODUCTS = 10_000_000;

    /** A gigabyte for the weights and the activations of a stack. */
    private static final long MOST_VALUES = 250_000_000;

    /** Checks the settings. */
    public DepthStudy {
        JobName.check(name);
        Check.that(layers >= 1 && layers <= MOST_LAYERS, "layers", layers, "in 1 … " + MOST_LAYERS);
        Check.that(units >= 1 && units <= MOST_UNITS, "units", units, "in 1 … " + MOST_UNITS);
        Check.that(products >= 1 && products <= MOST_PRODUCTS, "products", products, "in 1 … " + MOST_PRODUCTS);
        Check.that(inputs >= 1, "inputs", inputs, "positive");
        int deepest = cases.stream().mapToInt(one -> one.layers(layers)).max().orElse(layers);
        Check.that(
                deepest <= MOST_LAYERS, "cases", "with one of " + deepest + " layers", "with at most " + MOST_LAYERS);
        long values = (long) deepest * units * ((long) units + inputs);
        Check.that(
                values <= MOST_VALUES,
                "inputs",
                inputs,
                "so small that layers · units · (units + inputs), %d, is at most %d".formatted(values, MOST_VALUES));
        Check.that(!cases.isEmpty(), "cases", "empty", "a list of at least one");
        long names = cases.stream().map(DepthCase::name).distinct().count();
        Check.that(names == cases.size(), "cases", "a list with a name twice", "a list of different names");
        cases = List.copyOf(cases);
    }

    /** Runs the study. */
    public RunOutcome run(Options options) throws InterruptedException {
        return new DepthStudyRun(this, options).run();
    }
}
