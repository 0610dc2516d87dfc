package org.meanfield.train;

import java.io.Serializable;

/**
 * Which steps, samples and epochs belong to which round and worker: plain arithmetic of the job's settings.
 *
 * <p>An epoch has as many steps as the largest shard has batches. A worker whose shard is one sample smaller may find
 * its last batch of an epoch empty; it then skips that step, so that epochs stay aligned and every sample is used exactly
 * once in each.
 *
 * <p>The first {@code warmUp} local steps are rounds of one step each, which is synchronous gradient descent; then come
 * rounds of {@code localSteps} (post-local SGD: Lin, Stich, Patel and Jaggi 2020, "Don't use large mini-batches, use local
 * SGD", section 3: H₍ₜ₎ = 1 while t ≤ t', then H).
 *
 * @param samples training images in all
 * @param workers logical workers
 * @param batch images of a local step
 * @param localSteps local steps between two averages
 * @param epochs passes over the data
 * @param warmUp local steps at the start that are averaged one by one
 */
public record RoundPlan(int samples, int workers, int batch, int localSteps, int epochs, int warmUp)
        implements Serializable {
    /** Returns the first sample, in the job's order of all samples, of a worker's shard. */
    public int shardStart(int worker) {
        return (int) ((long) samples * worker / workers);
    }

    /** Returns the number of samples of a worker's shard; shards differ by one at most. */
    public int shardSize(int worker) {
        return shardStart(worker + 1) - shardStart(worker);
    }

    /** Returns the local steps of an epoch. */
    public int stepsPerEpoch() {
        return (int) ceil(ceil(samples, workers), batch);
    }

    /** Returns the local steps that each worker takes in the whole job. */
    public long totalSteps() {
        return (long) epochs * stepsPerEpoch();
    }

    /** Returns the number of rounds; the last one may be shorter than the others. */
    public int rounds() {
        return roundsAfter(epochs);
    }

    /** Returns the rounds after which {@code some} epochs are over; the last of them may reach into the next epoch. */
    public int roundsAfter(int some) {
        long steps = (long) some * stepsPerEpoch();
        long ofOneStep = Math.min(steps, warmUpRounds());
        return Math.toIntExact(ofOneStep + ceil(steps - ofOneStep, localSteps));
    }

    /** Returns the local steps that each worker has taken once {@code rounds} rounds are over. */
    public long stepsAfter(int rounds) {
        long ofOneStep = Math.min(rounds, warmUpRounds());
        return Math.min(ofOneStep + (rounds - ofOneStep) * localSteps, totalSteps());
    }

    /** Returns the epoch, from 0, that a step belongs to. */
    public int epoch(long step) {
        return Math.toIntExact(step / stepsPerEpoch());
    }

    /** Returns whether an epoch ends with, or within, a round (from 0): the moments to evaluate at. */
    public boolean endsEpoch(int round) {
        return stepsAfter(round + 1) / stepsPerEpoch() > stepsAfter(round) / stepsPerEpoch();
    }

    /** Returns where, within a shard's order of an epoch, the batch of a step starts. */
    public int batchStart(long step) {
        return Math.toIntExact(step % stepsPerEpoch()) * batch;
    }

    private long warmUpRounds() {
        return Math.min(warmUp, totalSteps());
    }

    private static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
