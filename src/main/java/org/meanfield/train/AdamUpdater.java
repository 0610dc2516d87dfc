package org.meanfield.train;

import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.meanfield.model.NativeBackend;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * {@link Adam} in DL4J's terms. On a processor it takes half the time of ND4J's operation: it brings one block after the
 * other into Java's memory, where the compiler makes vector instructions of the formula. The updater state is m of all the parameters, then v of all.
 */
record AdamUpdater(ISchedule learningRate, double beta1, double beta2, double epsilon) implements ScheduledUpdater {
    private static final String MEAN = "M";
    private static final String SQUARE = "V";

    @Override
    public long stateSize(long parameters) {
        return 2 * parameters;
    }

    @Override
    public GradientUpdater<AdamUpdater> create() {
        return new Moments(this);
    }

    @Override
    public AdamUpdater clone() {
        return this;
    }

    /** Turns gradients into updates, in place. */
    private static final class Moments implements GradientUpdater<AdamUpdater> {
        /** Three blocks of this many floats fit into a core's cache. */
        private static final int BLOCK = 1 << 13;

        private final AdamUpdater config;
        private INDArray mean = Nd4j.empty();
        private INDArray square = Nd4j.empty();
        private final float[] g = new float[BLOCK];
        private final float[] m = new float[BLOCK];
        private final float[] v = new float[BLOCK];

        private Moments(AdamUpdater config) {
            this.config = config;
        }

        @Override
        public AdamUpdater getConfig() {
            return config;
        }

        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {
            mean = state.get(MEAN);
            square = state.get(SQUARE);
            if (initialize) {
                mean.assign(0);
                square.assign(0);
            }
        }

        @Override
        public Map<String, INDArray> getState() {
            return Map.of(MEAN, mean, SQUARE, square);
        }

        @Override
        public void setStateViewArray(INDArray state, long[] shape, char order, boolean initialize) {
            INDArray flat = state.reshape(state.length());
            long half = flat.length() / 2;
            setState(
                    Map.of(
                            MEAN, flat.get(NDArrayIndex.interval(0, half)),
                            SQUARE, flat.get(NDArrayIndex.interval(half, 2 * half))),
                    initialize);
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            double rate = config.getLearningRate(iteration, epoch);
            if (gradient.dataType() == DataType.FLOAT && NativeBackend.isCpu()) {
                double corrected = rate
                        * Math.sqrt(1 - Math.pow(config.beta2, iteration + 1.0))
                        / (1 - Math.pow(config.beta1, iteration + 1.0));
                byBlocks(gradient, (float) corrected);
            } else {
                Nd4j.exec(new org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater(
                        gradient.reshape(square.shape()),
                        square,
                        mean,
                        rate,
                        config.beta1,
                        config.beta2,
                        config.epsilon,
                        iteration));
            }
        }

        private void byBlocks(INDArray gradient, float rate) {
            FloatPointer gradients = floats(gradient);
            FloatPointer means = floats(mean);
            FloatPointer squares = floats(square);
            float beta1 = (float) config.beta1;
            float beta2 = (float) config.beta2;
            float epsilon = (float) config.epsilon;
            for (long from = 0; from < gradient.length(); from += BLOCK) {
                int count = (int) Math.min(BLOCK, gradient.length() - from);
                gradients.position(from).get(g, 0, count);
                means.position(from).get(m, 0, count);
                squares.position(from).get(v, 0, count);
                update(g, m, v, count, rate, beta1, beta2, epsilon);
                gradients.put(g, 0, count);
                means.put(m, 0, count);
                squares.put(v, 0, count);
            }
        }

        /** The formula, over arrays that are plain to the compiler. */
        private static void update(
                float[] g, float[] m, float[] v, int count, float rate, float beta1, float beta2, float epsilon) {
            float rest1 = 1 - beta1;
            float rest2 = 1 - beta2;
            for (int i = 0; i < count; i++) {
                m[i] = beta1 * m[i] + rest1 * g[i];
                v[i] = beta2 * v[i] + rest2 * g[i] * g[i];
                g[i] = rate * m[i] / ((float) Math.sqrt(v[i]) + epsilon);
            }
        }

        private static FloatPointer floats(INDArray values) {
            return new FloatPointer(values.data().addressPointer());
        }
    }
}
