package org.meanfield.train;

/**
 * Interface to the training engine, which takes local steps. A learner has its own network and its own thread, and
 * serves one caller at a time.
 */
public interface Learner extends AutoCloseable {
    /**
     * Takes the local steps {@code state.steps()} … {@code until} − 1 from {@code state}.
     *
     * @param worker the worker, which determines the dropout masks
     * @param batches the worker's batches
     */
    WorkerResult localSteps(State state, long until, int worker, Batches batches) throws InterruptedException;

    /**
     * Returns the probability of each class, [examples, classes] in c order, by inference of the network with {@code
     * parameters}.
     *
     * @param features normalized pixels, [examples, channels, height, width] in c order
     */
    float[] probabilities(float[] parameters, float[] features, int examples) throws InterruptedException;

    /**
     * Returns each batch norm's mean and variance per channel over a batch, in training mode but without dropout, in
     * the order of their indices in the flat parameter vector.
     *
     * @param features normalized pixels, [examples, channels, height, width] in c order
     */
    float[] statistics(float[] parameters, float[] features, int examples) throws InterruptedException;

    /**
     * Returns the gradient of each image's objective with respect to its features, [examples, channels, height, width] in c
     * order, of the network as it is for inference: batch norm with its running statistics, no dropout.
     *
     * @param features normalized pixels, [examples, channels, height, width] in c order
     * @param targets of each image, [examples, classes] in c order
     * @throws org.meanfield.config.InvalidInputException if the network has a layer whose gradient is not known here
     */
    float[] inputGradient(float[] parameters, float[] features, float[] targets, Objective objective, int examples)
            throws InterruptedException;

    @Override
    void close();
}
