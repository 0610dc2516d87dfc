package org.meanfield.model;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's flattening of images to rows of values, which also works in front of a layer that computes no gradient of its
 * input.
 */
public final class Flatten extends CnnToFeedForwardPreProcessor {
    private static final long serialVersionUID = 1L;

    /** Creates one for images of this size. */
    @JsonCreator
    public Flatten(
            @JsonProperty("inputHeight") long height,
            @JsonProperty("inputWidth") long width,
            @JsonProperty("numChannels") long channels) {
        super(height, width, channels, CNN2DFormat.NCHW);
    }

    @Override
    public INDArray backprop(INDArray gradient, int examples, LayerWorkspaceMgr workspaces) {
        return gradient == null ? null : super.backprop(gradient, examples, workspaces);
    }
}
