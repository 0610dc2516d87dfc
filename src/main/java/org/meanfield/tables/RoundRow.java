package org.meanfield.tables;

import java.io.Serializable;

/**
 * A round of a run; with {@code trainer: dl4j-parameter-averaging} an epoch, whose whole time is compute and whose
 * unmeasured values are NaN.
 */
@Table("rounds")
public record RoundRow(
        @Column("Number of the round, from 1.") int round,
        @Column("Epoch of the round's last local step, from 1.") int epoch,
        @Column("Local steps per worker in the round.") int localSteps,
        @Column("Images trained on in the round, by all workers.") long examples,
        @Column("Mean training loss over these images, in nats, each measured before the step on its batch.")
                double trainLoss,
        @Column("Learning rate of the round's last local step.") double learningRate,
        @Column("Seconds to broadcast the state.") double broadcastSeconds,
        @Column("Seconds from the start of the tasks until the last result arrived.") double computeSeconds,
        @Column(
                        "Seconds of compute that local steps took: at least the slowest worker's, more where workers share a core; the rest of compute is overhead.")
                double localStepsSeconds,
        @Column("Seconds to compute the weighted mean and the outer step.") double reduceSeconds,
        @Column("Seconds to write the checkpoint and the tables; 0 if none was written.") double checkpointSeconds,
        @Column("Images per second of broadcast, compute and reduce.") double imagesPerSecond,
        @Column(
                        "Consensus distance: root of the weighted mean, over workers, of the squared L2 distance of a worker's parameters from the mean.")
                double consensusDistance,
        @Column("Weighted mean cosine similarity of two workers' updates in the round; 1 for one worker.")
                double cosine)
        implements Serializable {
    /** Returns the seconds of the round without its checkpoint: broadcast, compute and reduce. */
    public double seconds() {
        return broadcastSeconds + computeSeconds + reduceSeconds;
    }

    /** Returns this row with the seconds of its checkpoint. */
    public RoundRow withCheckpointSeconds(double seconds) {
        return new RoundRow(
                round,
                epoch,
                localSteps,
                examples,
                trainLoss,
                learningRate,
                broadcastSeconds,
                computeSeconds,
                localStepsSeconds,
                reduceSeconds,
                seconds,
                imagesPerSecond,
                consensusDistance,
                cosine);
    }
}
