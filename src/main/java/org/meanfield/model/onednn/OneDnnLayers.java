package org.meanfield.model.onednn;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Common code of the oneDNN layers. */
final class OneDnnLayers {
    private OneDnnLayers() {}

    /** Attaches a new layer to its network: the end of DL4J's {@code instantiate}, which each kind of layer repeats. */
    static Layer placed(
            Layer layer,
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(configuration.getLayer().initializer().init(configuration, parameters, initialize));
        layer.setConf(configuration);
        return layer;
    }
}
