package org.meanfield.train.optimizer;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.meanfield.model.onednn.NativeBackend;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * All that comes after backpropagation, in one pass over memory: the division of the gradient by the number of examples, the
 * decay of the weights, the optimizer's formula and the change of the parameters. DL4J goes over the whole memory for each;
 * here one block after the other comes into Java's memory and stays in the core's cache through all of them, where the
 * compiler makes vector instructions of their loops.
 */
public final class FusedUpdate {
    /** A block of parameters, one of its gradient and two of its state, in both memories, fit into a core's second cache. */
    private static final int BLOCK = 1 << 12;

    private final float[] parameters = new float[BLOCK];
    private final float[] gradient = new float[BLOCK];
    private final int examples;
    private final int iteration;
    private final int epoch;

    private FusedUpdate(int examples, int iteration, int epoch) {
        this.examples = examples;
        this.iteration = iteration;
        this.epoch = epoch;
    }

    /** Tells whether arrays and optimizers are of the kinds for it: floats in this process's memory, and formulas that are known. */
    public static boolean takes(List<UpdaterBlock> blocks) {
        return NativeBackend.isCpu()
                && blocks.stream()
                        .flatMap(block -> block.getLayersAndVariablesInBlock().stream())
                        .allMatch(FusedUpdate::takes);
    }

    private static boolean takes(ParamState part) {
        GradientNormalization normalization = part.getLayer().getConfig().getGradientNormalization();
        return part.getGradView().dataType() == DataType.FLOAT
                && (updater(part) instanceof NoOp || BlockUpdate.knows(updater(part)))
                && regularization(part).stream().allMatch(Decay.class::isInstance)
                && (normalization == null || normalization == GradientNormalization.None);
    }

    /**
     * Changes the parameters and the state of their optimizers.
     *
     * @param blocks those of DL4J's updater, with the sum of the gradients of the examples; what its memory holds afterwards
     *     is of no use
     */
    public static void take(List<UpdaterBlock> blocks, int examples, int iteration, int epoch) {
        FusedUpdate pass = new FusedUpdate(examples, iteration, epoch);
        blocks.forEach(pass::over);
    }

    private void over(UpdaterBlock block) {
        IUpdater updater = updater(block.getLayersAndVariablesInBlock().get(0));
        if (updater instanceof NoOp) {
            // The statistics of batch norm: the "gradient" is their change already.
            block.getLayersAndVariablesInBlock()
                    .forEach(part -> part.getParamView().subi(part.getGradView()));
            return;
        }
        BlockUpdate update = BlockUpdate.of(updater, iteration, epoch);
        double rate = updater.getLearningRate(iteration, epoch);
        int length = block.getParamOffsetEnd() - block.getParamOffsetStart();
        float[][] state = new float[(int) (updater.stateSize(length) / length)][BLOCK];
        FloatBuffer[] states = new FloatBuffer[state.length];
        for (ParamState part : block.getLayersAndVariablesInBlock()) {
            int count = part.getParamOffsetEnd() - part.getParamOffsetStart();
            for (int i = 0; i < states.length; i++) {
                long place = (long) i * length + part.getParamOffsetStart() - block.getParamOffsetStart();
                states[i] = floats(block.getUpdaterView(), place, count);
            }
            over(part, count, update, rate, state, states);
        }
    }

    private void over(
            ParamState part, int total, BlockUpdate update, double rate, float[][] state, FloatBuffer[] states) {
        FloatBuffer ofParameters = floats(part.getParamView(), 0, total);
        FloatBuffer ofGradient = floats(part.getGradView(), 0, total);
        List<Regularization> regularization = regularization(part);
        for (int from = 0; from < total; from += BLOCK) {
            int count = Math.min(BLOCK, total - from);
            ofParameters.get(from, parameters, 0, count);
            ofGradient.get(from, gradient, 0, count);
            for (int i = 0; i < state.length; i++) {
                states[i].get(from, state[i], 0, count);
            }
            divide(gradient, examples, count);
            decay(regularization, ApplyStep.BEFORE_UPDATER, rate, count);
            update.apply(gradient, state, count);
            decay(regularization, ApplyStep.POST_UPDATER, rate, count);
            subtract(parameters, gradient, count);
            ofParameters.put(from, parameters, 0, count);
            for (int i = 0; i < state.length; i++) {
                states[i].put(from, state[i], 0, count);
            }
        }
    }

    private void decay(List<Regularization> regularization, ApplyStep step, double rate, int count) {
        for (Regularization each : regularization) {
            if (each.applyStep() == step) {
                float coefficient = (float) ((Decay) each).coefficient(rate, iteration, epoch);
                BlockUpdate.axpy(coefficient, parameters, gradient, count);
            }
        }
    }

    private static void divide(float[] values, float divisor, int count) {
        for (int i = 0; i < count; i++) {
            values[i] /= divisor;
        }
    }

    private static void subtract(float[] from, float[] values, int count) {
        for (int i = 0; i < count; i++) {
            from[i] -= values[i];
        }
    }

    private static IUpdater updater(ParamState part) {
        return part.getLayer().getConfig().getUpdaterByParam(part.getParamName());
    }

    private static List<Regularization> regularization(ParamState part) {
        List<Regularization> regularization = part.getLayer().getConfig().getRegularizationByParam(part.getParamName());
        return regularization == null ? List.of() : regularization;
    }

    private static FloatBuffer floats(INDArray values, long from, int count) {
        return new FloatPointer(values.data().addressPointer())
                .position(from)
                .limit(from + count)
                .asBuffer();
    }
}
