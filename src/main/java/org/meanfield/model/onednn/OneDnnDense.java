package org.meanfield.model.onednn;

import java.util.ArrayList;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's fully connected layer computed by oneDNN, with fused bias and ReLU; without oneDNN as {@link
 * OneDnnConvolution}.
 */
public final class OneDnnDense extends DenseLayer implements FixableParameters {
    private static final long serialVersionUID = 1L;

    /** Not a property of the layer, but of its use in one network. */
    private transient boolean fixed;

    @JsonProperty("inputGradient")
    private boolean inputGradient;

    /**
     * Creates one.
     *
     * @param units the number of units
     * @param relu whether a ReLU is fused
     * @param inputGradient whether a previous layer needs the gradient of its output
     */
    public OneDnnDense(int units, boolean relu, boolean inputGradient) {
        setNOut(units);
        setActivationFn(relu ? new ActivationReLU() : new ActivationIdentity());
        // The defaults of DL4J's builder, to be filled in from the settings of the whole network.
        setBiasInit(Double.NaN);
        setGainInit(Double.NaN);
        setRegularization(new ArrayList<>());
        setRegularizationBias(new ArrayList<>());
        setGradientNormalization(null);
        setGradientNormalizationThreshold(Double.NaN);
        this.inputGradient = inputGradient;
    }

    /** For reading DL4J's JSON, which then sets every property. */
    private OneDnnDense() {}

    @Override
    public void fixParameters() {
        fixed = true;
        inputGradient = true;
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
        LayerValidation.assertNInNOutSet("OneDnnDense", getLayerName(), index, getNIn(), getNOut());
        Layer layer = new FastLayer(configuration, type);
        return OneDnnLayers.placed(layer, configuration, listeners, index, parameters, initialize);
    }

    private static final class FastLayer extends org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer {
        private static final long serialVersionUID = 1L;

        private final transient LruCache<Long, DensePrimitives> byExamples = new LruCache<>();
        private transient INDArray rows;
        private transient INDArray result;

        FastLayer(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            applyDropOutIfNecessary(training, workspaces);
            INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaces);
            INDArray bias = getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaces);
            rows = DensePrimitives.rows(input, workspaces, ArrayType.INPUT);
            result = DensePrimitives.create(
                    workspaces, ArrayType.ACTIVATIONS, rows.size(0), layerConf().getNOut());
            primitives().forward(rows, weights, bias, result);
            return result;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            assertInputSet(true);
            INDArray delta = DensePrimitives.rows(epsilon, workspaces, ArrayType.BP_WORKING_MEM);
            primitives().throughRelu(result, delta);

            Gradient gradient = new DefaultGradient();
            if (!((OneDnnDense) layerConf()).fixed) {
                INDArray ofWeights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
                INDArray ofBias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
                primitives().weights(rows, delta, ofWeights, ofBias);
                gradient.setGradientFor(DefaultParamInitializer.WEIGHT_KEY, ofWeights);
                gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, ofBias);
            }

            INDArray ofInput = null;
            if (((OneDnnDense) layerConf()).inputGradient) {
                INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, true, workspaces);
                ofInput = DensePrimitives.create(
                        workspaces,
                        ArrayType.ACTIVATION_GRAD,
                        rows.size(0),
                        layerConf().getNIn());
                primitives().input(delta, weights, ofInput);
                ofInput = backpropDropOutIfPresent(ofInput);
            }
            weightNoiseParams.clear();
            return new Pair<>(gradient, ofInput);
        }

        @Override
        public void clear() {
            super.clear();
            rows = null;
            result = null;
        }

        private DensePrimitives primitives() {
            return byExamples.get(
                    rows.size(0),
                    examples -> new DensePrimitives(
                            examples,
                            layerConf().getNIn(),
                            layerConf().getNOut(),
                            layerConf().getActivationFn() instanceof ActivationReLU));
        }
    }
}
