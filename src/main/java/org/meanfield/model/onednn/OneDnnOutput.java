package org.meanfield.model.onednn;

import java.util.Collection;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * DL4J's output layer with softmax and cross-entropy computed by oneDNN: loss and gradient from one forward pass.
 * Without oneDNN as {@link OneDnnConvolution}.
 */
public final class OneDnnOutput extends OutputLayer implements FixableParameters {
    private static final long serialVersionUID = 1L;

    /** Not a property of the layer, but of its use in one network. */
    private transient boolean fixed;

    /** Creates one for {@code classes} classes. */
    public OneDnnOutput(int classes) {
        super(new Builder(new LossMCXENT()).nOut(classes));
    }

    /** For reading DL4J's JSON, which then sets every property. */
    private OneDnnOutput() {}

    @Override
    public void fixParameters() {
        fixed = true;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        if (!NativeBackend.oneDnnTakes(type)) {
            return super.instantiate(configuration, listeners, index, parameters, initialize, type);
        }
        LayerValidation.assertNInNOutSet("OneDnnOutput", getLayerName(), index, getNIn(), getNOut());
        Layer layer = new FastLayer(configuration, type);
        return OneDnnLayers.placed(layer, configuration, listeners, index, parameters, initialize);
    }

    private static final class FastLayer extends org.deeplearning4j.nn.layers.OutputLayer {
        private static final long serialVersionUID = 1L;
        /** DL4J's lower bound of a probability in the loss, which keeps its logarithm finite. */
        private static final float SMALLEST = 1e-10f;

        private final transient LruCache<Long, DensePrimitives> byExamples = new LruCache<>();
        private transient OptionalDouble loss = OptionalDouble.empty();

        FastLayer(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
            super.setInput(input, workspaces);
            loss = OptionalDouble.empty();
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray probabilities = preOutput(training, workspaces);
            write(probabilities, softmax(read(probabilities), (int) probabilities.size(1)));
            return probabilities;
        }

        @Override
        protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            applyDropOutIfNecessary(training, workspaces);
            INDArray rows = DensePrimitives.rows(input, workspaces, ArrayType.FF_WORKING_MEM);
            INDArray result = DensePrimitives.create(
                    workspaces, ArrayType.ACTIVATIONS, rows.size(0), layerConf().getNOut());
            primitives(rows)
                    .forward(
                            rows,
                            getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaces),
                            getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaces),
                            result);
            return result;
        }

        @Override
        public double computeScore(double penalty, boolean training, LayerWorkspaceMgr workspaces) {
            if (loss.isEmpty()) {
                INDArray probabilities = activate(training, workspaces);
                loss = OptionalDouble.of(loss(read(probabilities), wanted(workspaces)));
            }
            score = loss.getAsDouble() / getInputMiniBatchSize() + penalty;
            return score;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            INDArray delta = preOutput(true, workspaces);
            float[] probabilities = softmax(read(delta), (int) delta.size(1));
            float[] wanted = wanted(workspaces);
            loss = OptionalDouble.of(loss(probabilities, wanted));
            for (int i = 0; i < wanted.length; i++) {
                probabilities[i] -= wanted[i];
            }
            write(delta, probabilities);

            INDArray rows = DensePrimitives.rows(input, workspaces, ArrayType.BP_WORKING_MEM);
            Gradient gradient = new DefaultGradient();
            if (!((OneDnnOutput) layerConf()).fixed) {
                INDArray ofWeights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
                INDArray ofBias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
                primitives(rows).weights(rows, delta, ofWeights, ofBias);
                gradient.setGradientFor(DefaultParamInitializer.WEIGHT_KEY, ofWeights);
                gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, ofBias);
            }

            INDArray ofInput = DensePrimitives.create(
                    workspaces,
                    ArrayType.ACTIVATION_GRAD,
                    rows.size(0),
                    layerConf().getNIn());
            primitives(rows)
                    .input(delta, getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, true, workspaces), ofInput);
            return new Pair<>(gradient, backpropDropOutIfPresent(ofInput));
        }

        private DensePrimitives primitives(INDArray rows) {
            return byExamples.get(
                    rows.size(0),
                    examples -> new DensePrimitives(
                            examples, layerConf().getNIn(), layerConf().getNOut(), false));
        }

        /** Converts the rows of {@code scores} to probabilities, in place. */
        private static float[] softmax(float[] scores, int classes) {
            for (int row = 0; row < scores.length; row += classes) {
                float largest = scores[row];
                for (int i = row + 1; i < row + classes; i++) {
                    largest = Math.max(largest, scores[i]);
                }
                double sum = 0;
                for (int i = row; i < row + classes; i++) {
                    double power = Math.exp(scores[i] - largest);
                    scores[i] = (float) power;
                    sum += power;
                }
                for (int i = row; i < row + classes; i++) {
                    scores[i] = (float) (scores[i] / sum);
                }
            }
            return scores;
        }

        /** Returns the sum over the examples of −Σ wanted · ln p. */
        private static double loss(float[] probabilities, float[] wanted) {
            double sum = 0;
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i] != 0) {
                    sum -= wanted[i] * Math.log(Math.max(SMALLEST, Math.min(1 - SMALLEST, probabilities[i])));
                }
            }
            return sum;
        }

        private float[] wanted(LayerWorkspaceMgr workspaces) {
            if (maskArray != null || labels.dataType() != DataType.FLOAT) {
                throw new IllegalStateException("Labels through oneDNN are floats without a mask " + layerId());
            }
            return read(DensePrimitives.rows(labels, workspaces, ArrayType.FF_WORKING_MEM));
        }

        private static float[] read(INDArray rows) {
            float[] values = new float[Math.toIntExact(rows.length())];
            new FloatPointer(rows.data().addressPointer()).get(values);
            return values;
        }

        private static void write(INDArray rows, float[] values) {
            new FloatPointer(rows.data().addressPointer()).put(values);
        }
    }
}
