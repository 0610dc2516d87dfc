package org.meanfield.train.optimizer;

import java.util.Map;
import org.meanfield.model.onednn.NativeBackend;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** {@link Adam} as a DL4J updater. The updater state is m of all the parameters, then v of all. */
record AdamUpdater(ISchedule learningRate, double beta1, double beta2, double epsilon) implements ScheduledUpdater {
    private static final String MEAN = "M";
    private static final String SQUARE = "V";

    @Override
    public long stateSize(long parameters) {
        return 2 * parameters;
    }

    @Override
    public BlockUpdate blockUpdate(int iteration, int epoch) {
        float rate = (float) corrected(iteration, epoch);
        return (gradient, state, count) -> update(gradient, state[0], state[1], count, rate);
    }

    @Override
    public Formula formula(int iteration) {
        return new Formula.Moments(corrected(iteration, 0), beta1, beta2, epsilon);
    }

    private double corrected(int iteration, int epoch) {
        return getLearningRate(iteration, epoch)
                * Math.sqrt(1 - Math.pow(beta2, iteration + 1.0))
                / (1 - Math.pow(beta1, iteration + 1.0));
    }

    /** The formula over plain arrays, which the compiler vectorizes. */
    private void update(float[] g, float[] m, float[] v, int count, float rate) {
        float kept1 = (float) beta1;
        float kept2 = (float) beta2;
        // In single precision 1 - 0.999 is off by 5e-5.
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        float small = (float) epsilon;
        for (int i = 0; i < count; i++) {
            m[i] = kept1 * m[i] + rest1 * g[i];
            v[i] = kept2 * v[i] + rest2 * g[i] * g[i];
            g[i] = rate * m[i] / ((float) Math.sqrt(v[i]) + small);
        }
    }

    @Override
    public GradientUpdater<AdamUpdater> create() {
        return new Moments(this);
    }

    @Override
    public AdamUpdater clone() {
        return this;
    }

    /** Converts gradients to updates, in place. */
    private static final class Moments implements GradientUpdater<AdamUpdater> {
        private final AdamUpdater config;
        private INDArray mean = Nd4j.empty();
        private INDArray square = Nd4j.empty();

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
            if (gradient.dataType() == DataType.FLOAT && NativeBackend.isCpu()) {
                // ND4J's operation takes 1 - beta2 in single precision and is off by 5e-6 of a step.
                config.blockUpdate(iteration, epoch).apply(gradient, mean, square);
            } else {
                Nd4j.exec(new org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater(
                        gradient.reshape(square.shape()),
                        square,
                        mean,
                        config.getLearningRate(iteration, epoch),
                        config.beta1,
                        config.beta2,
                        config.epsilon,
                        iteration));
            }
        }
    }
}
