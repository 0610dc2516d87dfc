package org.meanfield.model.onednn;

import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's batch norm of images with an optional fused ReLU, computed by oneDNN, channels last in memory; without oneDNN
 * as {@link OneDnnConvolution}. It keeps the running variance itself, not its logarithm, whose mean over workers would
 * be geometric.
 */
public final class OneDnnBatchNorm extends BatchNormalization implements FixableParameters {
    private static final long serialVersionUID = 1L;

    /** Not a property of the layer, but of its use in one network. */
    private transient boolean fixed;

    private static final String GAMMA = BatchNormalizationParamInitializer.GAMMA;
    private static final String BETA = BatchNormalizationParamInitializer.BETA;
    private static final String MEAN = BatchNormalizationParamInitializer.GLOBAL_MEAN;
    private static final String VARIANCE = BatchNormalizationParamInitializer.GLOBAL_VAR;

    @JsonProperty("relu")
    private boolean relu;

    /**
     * Creates one.
     *
     * @param epsilon what is added to the variance, positive
     * @param decay decay of the running statistics in a step, in [0, 1)
     * @param relu whether a ReLU is fused
     */
    public OneDnnBatchNorm(double epsilon, double decay, boolean relu) {
        this();
        setEps(epsilon);
        setDecay(decay);
        this.relu = relu;
    }

    /** For reading DL4J's JSON, which then sets every property. */
    private OneDnnBatchNorm() {
        setUseLogStd(false);
    }

    /** Returns whether a ReLU is fused. */
    public boolean hasRelu() {
        return relu;
    }

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
        LayerValidation.assertNOutSet("OneDnnBatchNorm", getLayerName(), index, getNOut());
        Layer layer = NativeBackend.oneDnnTakes(type)
                ? new FastLayer(configuration, type)
                : new PlainLayer(configuration, type);
        return OneDnnLayers.placed(layer, configuration, listeners, index, parameters, initialize);
    }

    /** DL4J's own layer and a ReLU. */
    private static final class PlainLayer extends org.deeplearning4j.nn.layers.normalization.BatchNormalization {
        private static final long serialVersionUID = 1L;

        private transient INDArray positive;

        PlainLayer(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray result = super.activate(training && !isFixed(), workspaces);
            if (((OneDnnBatchNorm) layerConf()).relu) {
                positive = workspaces.leverageTo(ArrayType.INPUT, result.gt(0).castTo(result.dataType()));
                result.muli(positive);
            }
            return result;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            boolean relu = ((OneDnnBatchNorm) layerConf()).relu;
            INDArray delta = relu ? epsilon.mul(positive) : epsilon;
            return isFixed()
                    ? new Pair<>(new DefaultGradient(), scaled(delta, workspaces))
                    : super.backpropGradient(delta, workspaces);
        }

        /** The gradient of its input with fixed statistics: γ / √(σ² + ε) times that of its output. */
        private INDArray scaled(INDArray delta, LayerWorkspaceMgr workspaces) {
            INDArray variance = params.get(VARIANCE).add(layerConf().getEps());
            INDArray scale = params.get(GAMMA).div(Transforms.sqrt(variance, false));
            return workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, delta.mul(scale.reshape(1, scale.length(), 1, 1)));
        }

        private boolean isFixed() {
            return ((OneDnnBatchNorm) layerConf()).fixed;
        }
    }

    private static final class FastLayer extends org.deeplearning4j.nn.layers.normalization.BatchNormalization {
        private static final long serialVersionUID = 1L;

        private final transient LruCache<String, BatchNormPrimitives.Training> training = new LruCache<>();
        private final transient LruCache<String, BatchNormPrimitives.Inference> inference = new LruCache<>();
        private final transient ChannelsLast inputLayout = new ChannelsLast();
        private final transient ChannelsLast gradientLayout = new ChannelsLast();
        private final transient INDArray mean;
        private final transient INDArray variance;
        private transient INDArray images;

        FastLayer(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
            long channels = layerConf().getNOut();
            mean = Nd4j.createUninitializedDetached(type, channels);
            variance = Nd4j.createUninitializedDetached(type, channels);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            if (input.rank() != 4) {
                throw new IllegalArgumentException("Batch norm through oneDNN is of images, not of "
                        + Arrays.toString(input.shape()) + " " + layerId());
            }
            images = inputLayout.of(input, workspaces, ArrayType.INPUT);
            INDArray result = ChannelsLast.create(workspaces, ArrayType.ACTIVATIONS, images.shape());
            if (training) {
                primitives().forward(images, params.get(GAMMA), params.get(BETA), mean(), variance(), result);
            } else {
                inference
                        .get(
                                Arrays.toString(images.shape()),
                                shape -> new BatchNormPrimitives.Inference(images.shape(), epsilon(), relu()))
                        .forward(
                                images,
                                params.get(GAMMA),
                                params.get(BETA),
                                params.get(MEAN),
                                params.get(VARIANCE),
                                result);
            }
            return result;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            assertInputSet(true);
            INDArray delta = gradientLayout.of(epsilon, workspaces, ArrayType.BP_WORKING_MEM);
            INDArray ofImages = ChannelsLast.create(workspaces, ArrayType.ACTIVATION_GRAD, images.shape());
            primitives()
                    .backward(
                            images,
                            params.get(GAMMA),
                            mean(),
                            variance(),
                            delta,
                            ofImages,
                            gradientViews.get(GAMMA),
                            gradientViews.get(BETA));
            if (isFixed()) {
                return new Pair<>(new DefaultGradient(), ofImages);
            }
            towards(MEAN, mean);
            towards(VARIANCE, variance);
            Gradient gradient = new DefaultGradient();
            for (String parameter : new String[] {GAMMA, BETA, MEAN, VARIANCE}) {
                gradient.setGradientFor(parameter, gradientViews.get(parameter));
            }
            return new Pair<>(gradient, ofImages);
        }

        /** DL4J subtracts this "gradient", which makes it running ← decay · running + (1 − decay) · batch. */
        private void towards(String parameter, INDArray ofBatch) {
            INDArray step = gradientViews.get(parameter);
            Nd4j.exec(new SubOp(
                    params.get(parameter), ofBatch.reshape(params.get(parameter).shape()), step));
            step.muli(1 - layerConf().getDecay());
        }

        @Override
        public void clear() {
            super.clear();
            images = null;
        }

        private BatchNormPrimitives.Training primitives() {
            return training.get(
                    Arrays.toString(images.shape()),
                    shape -> new BatchNormPrimitives.Training(images.shape(), epsilon(), relu(), isFixed()));
        }

        /** Where a training pass writes the batch's mean, or reads the running one. */
        private INDArray mean() {
            return isFixed() ? params.get(MEAN) : mean;
        }

        private INDArray variance() {
            return isFixed() ? params.get(VARIANCE) : variance;
        }

        private boolean isFixed() {
            return ((OneDnnBatchNorm) layerConf()).fixed;
        }

        private float epsilon() {
            return (float) layerConf().getEps();
        }

        private boolean relu() {
            return ((OneDnnBatchNorm) layerConf()).relu;
        }
    }
}
