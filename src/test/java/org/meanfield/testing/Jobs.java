package org.meanfield.testing;

import java.util.List;
import org.meanfield.config.RecordReader;
import org.meanfield.job.train.TrainJob;

/** Jobs that take a blink: twenty drawn digits, six hidden units, and whatever a test wants otherwise. */
public final class Jobs {
    private static final String TINY =
            """
            name: tiny
            seed: 211
            data: {type: synthetic-digits, train: 20, validation: 0, test: 30}
            model: {type: mlp, hidden: [6]}
            train: {workers: 1, batch: 8, local-steps: 4, epochs: 2, optimizer: {type: sgd, learning-rate: 0.1}}
            """;

    private Jobs() {}

    /** Returns one with changes as of {@code --set}. */
    public static TrainJob tiny(String... changes) {
        return RecordReader.read(TINY, "tiny.yaml", TrainJob.class, List.of(changes));
    }
}
