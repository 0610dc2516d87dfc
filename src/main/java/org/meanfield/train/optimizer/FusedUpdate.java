package org.meanfield.train.optimizer;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.meanfield.model.Freeze;
import org.meanfield.model.onednn.NativeBackend;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * Fused update of a local step after backpropagation, in one pass over memory: division of the gradient by the number
 * of examples, weight decay, the optimizer's formula and the update of the parameters. DL4J passes over all memory for
 * each; here each block is copied to the Java heap once and stays in the core's cache through all of them, in loops
 * that the JIT compiler vectorizes.
 */
public final class FusedUpdate {
    /** A block of parameters, its gradient and two of its state, on and off the heap, fit into a core's L2 cache. */
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

    /** Returns whether arrays and optimizers are supported: float32 in this process's memory, and known formulas. */
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
     * Updates the parameters and the optimizer state.
     *
     * @param blocks the blocks of DL4J's updater, with gradients summed over the examples, whose content is undefined
     *     afterwards
     */
    public static void take(List<UpdaterBlock> blocks, int examples, int iteration, int epoch) {
        FusedUpdate pass = new FusedUpdate(examples, iteration, epoch);
        blocks.forEach(pass::over);
    }

    private void over(UpdaterBlock block) {
        IUpdater updater = updater(block.getLayersAndVariablesInBlock().get(0));
        if (updater instanceof NoOp) {
            // Batch norm's statistics: the "gradient" is their update already.
            block.getLayersAndVariablesInBlock()
                    .forEach(part -> part.getParamView().subi(part.getGradView()));
            return;
        }
        if (Freeze.isFrozen(updater)) {
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

    static IUpdater updater(ParamState part) {
        return part.getLayer().getConfig().getUpdaterByParam(part.getParamName());
    }

    static List<Regularization> regularization(ParamState part) {
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
