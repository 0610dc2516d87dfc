package org.meanfield.model;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's convolution by way of oneDNN, which DL4J has a helper for that its version 1.0.0-M2.1 never switches on: it
 * looks for a class of an older ND4J. Where the native library has no oneDNN (CUDA), and for other data types than
 * float, it is DL4J's convolution as it comes. Parameters and results are the same; it is several times as fast.
 */
public final class OneDnnConvolution extends ConvolutionLayer {
    private static final long serialVersionUID = 1L;

    /** Creates the convolution that {@code settings} describe. A failing helper is an error, not a slow detour. */
    public OneDnnConvolution(Builder settings) {
        super(settings);
        setCudnnAllowFallback(false);
    }

    /** For reading DL4J's JSON, which then sets every property. */
    private OneDnnConvolution() {}

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        LayerValidation.assertNInNOutSet("OneDnnConvolution", getLayerName(), index, getNIn(), getNOut());
        Layer layer = new HelpedLayer(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initialize));
        layer.setConf(configuration);
        return layer;
    }

    private static final class HelpedLayer extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
        private static final long serialVersionUID = 1L;

        HelpedLayer(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
            if (type == DataType.FLOAT && NativeBackend.usesOneDnn()) {
                helper = new MKLDNNConvHelper(type);
            }
        }
    }
}
