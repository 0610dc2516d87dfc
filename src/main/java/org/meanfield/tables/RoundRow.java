package org.meanfield.tables;

import java.io.Serializable;

/**
 * A round of a run; with {@code trainer: dl4j-parameter-averaging} an epoch,
 * all whose time is in compute, and what that does not tell is NaN.
 */
@Table("rounds")
public record RoundRow(
        @Column("Number of the round, from 1.") int round,
        @Column("Epoch, from 1, that the last local step of the round belongs to.") int epoch,
        @Column("Local steps that each worker took in the round.") int localSteps,
        @Column("Images trained on in the round, all workers together.") long examples,
        @Column("Mean over these images of the loss before the step that each took part in.") double trainLoss,
        @Column("Learning rate of the last local step.") double learningRate,
        @Column("Seconds for the broadcast of the state.") double broadcastSeconds,
        @Column("Seconds from the start of the tasks until the last result was there.") double computeSeconds,
        @Column(
                        "Seconds that local steps kept the cores busy, at least the longest worker's; the rest of compute is the cost of the round.")
                double localStepsSeconds,
        @Column("Seconds for the weighted mean and the outer step.") double reduceSeconds,
        @Column("Seconds for the checkpoint and the tables; 0 where none was written.") double checkpointSeconds,
        @Column("Images per second of broadcast, compute and reduce together.") double imagesPerSecond,
        @Column(
                        "Root of the weighted mean, over the workers, of the squared distance of their parameters from the mean.")
                double consensusDistance,
        @Column(
                        "Mean cosine of the angle between the steps of two workers from the state they started from, weighted; 1 for one worker.")
                double cosine)
        implements Serializable {
    /** Returns what the round took, its checkpoint apart: broadcast, compute and reduce. */
    public double seconds() {
        return broadcastSeconds + computeSeconds + reduceSeconds;
    }

    /** Returns this row with the time that its checkpoint took. */
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
