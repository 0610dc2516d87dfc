package org.meanfield.engine.dl4j;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Dropout that keeps every value: DL4J's dropout layers require a dropout. */
final class NoDropout implements IDropout {
    private static final long serialVersionUID = 1L;

    /** Puts it in the place of every dropout of a network. */
    static void in(ComputationGraphConfiguration configuration) {
        configuration.getVertices().values().forEach(vertex -> {
            if (vertex instanceof LayerVertex layer
                    && layer.getLayerConf().getLayer().getIDropout() != null) {
                layer.getLayerConf().getLayer().setIDropout(new NoDropout());
            }
        });
    }

    @Override
    public INDArray applyDropout(
            INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
        return result.assign(input);
    }

    @Override
    public INDArray backprop(INDArray gradient, INDArray ofInput, int iteration, int epoch) {
        return ofInput.assign(gradient);
    }

    @Override
    public void clear() {
        // There is no mask.
    }

    @Override
    public NoDropout clone() {
        return new NoDropout();
    }
}
