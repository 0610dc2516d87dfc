package org.meanfield.config;

import java.util.List;

/** A job of the tests' own, with every type that a component may have. */
record Sample(
        String name,
        @Default("211") long seed,
        @Default("{}") Train train,
        @Default("[{type: flip}, {type: random-crop, padding: 2}]") List<Change> augment,
        @Default("[]") List<Block> blocks,
        @Default("[[1, 2], [3]]") List<List<Integer>> table) {

    record Train(
            @Default("64") int batch,
            @Default("20") int localSteps,
            @Default("fan-in") Mode mode,
            @Default("true") boolean shuffle,
            @Default("{type: adam, learning-rate: 0.001}") Optimizer optimizer) {
        Train {
            Check.that(batch > 0, "batch", batch, "positive");
        }
    }

    enum Mode {
        FAN_IN,
        FAN_OUT {
            @Override
            public String toString() {
                return "a constant with a body is of a class of its own";
            }
        }
    }

    sealed interface Optimizer permits AdamOptimizer, SgdOptimizer {}

    record AdamOptimizer(double learningRate, @Default("0.9") double beta) implements Optimizer {
        AdamOptimizer {
            Check.that(learningRate > 0 && Double.isFinite(learningRate), "learning-rate", learningRate, "positive");
        }
    }

    record SgdOptimizer(double learningRate) implements Optimizer {}

    sealed interface Change permits Flip, RandomCrop {}

    record Flip(@Default("0.5") double probability) implements Change {}

    record RandomCrop(int padding) implements Change {}

    record Block(int filters, @Default("{type: sgd, learning-rate: 0.5}") Optimizer optimizer) {}

    static Sample read(String yaml, String... overrides) {
        return RecordReader.read(yaml, "job.yaml", Sample.class, List.of(overrides));
    }
}
