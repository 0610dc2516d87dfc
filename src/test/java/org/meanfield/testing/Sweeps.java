package org.meanfield.testing;

/** Sweeps that take a blink. */
public final class Sweeps {
    /** Of four trials, each of two epochs of one round; a trial of the last cell diverges at once. */
    public static final String HALVING =
            """
            name: halving
            base:
              name: tiny
              data: {type: synthetic-digits, train: 40, validation: 20, test: 30}
              model: {type: mlp, hidden: [6]}
              train: {workers: 1, batch: 8, local-steps: 5, epochs: 2, optimizer: {type: sgd, learning-rate: 0.1}}
            grid: {train.optimizer.learning-rate: [0.1, 0.05, 0.01, 1e30]}
            seeds: 1
            scheduler: {type: successive-halving, reduction-factor: 2}
            """;

    private Sweeps() {}
}
