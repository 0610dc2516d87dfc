package org.meanfield.train;

/**
 * The seam to the engine: takes local steps. A learner has its own network and its own thread; one caller at a time.
 */
public interface Learner extends AutoCloseable {
    /**
     * Takes the local steps {@code state.steps()} … {@code until} − 1 from {@code state}.
     *
     * @param worker for whom; it decides the dropout masks
     * @param batches the worker's batches
     */
    WorkerResult localSteps(State state, long until, int worker, Batches batches) throws InterruptedException;

    /**
     * Returns the probability of each class, [examples, classes] in c order, as the network with {@code parameters} sees
     * it in inference.
     *
     * @param features normalized pixels, [examples, channels, height, width] in c order
     */
    float[] probabilities(float[] parameters, float[] features, int examples) throws InterruptedException;

    /**
     * Returns the mean and the variance of each channel that each batch norm measures of a batch, in training but without
     * dropout, in the order of their places in the flat vector of parameters.
     *
     * @param features normalized pixels, [examples, channels, height, width] in c order
     */
    float[] statistics(float[] parameters, float[] features, int examples) throws InterruptedException;

    @Override
    void close();
}
