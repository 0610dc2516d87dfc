package org.meanfield.model;

import java.util.Locale;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * The rows of the image that an output value depends on; columns are the same. Row i of a layer's output depends on rows first +
 * jump · i … first + jump · i + size − 1, counted from 0; rows before 0 or beyond the image are padding.
 *
 * <p>A layer with kernel k, stride s and p rows of padding above adds (k − 1) · jump to the size, subtracts p · jump from the
 * first row and multiplies the jump by s (Araujo, Norris and Sim 2019); a dense layer is a convolution as large as its input.
 *
 * @param first of row 0
 * @param size the number of rows
 * @param jump the distance between those of two adjacent outputs
 * @param several whether the layer has more than one row
 */
public record ReceptiveField(long first, long size, long jump, boolean several) {
    /** That of a pixel. */
    static final ReceptiveField PIXEL = new ReceptiveField(0, 1, 1, true);

    /** Returns the field of a sum or a concatenation of two outputs, whose jumps are equal. */
    ReceptiveField joined(ReceptiveField other) {
        long from = Math.min(first, other.first);
        return new ReceptiveField(
                from, Math.max(first + size, other.first + other.size) - from, Math.max(jump, other.jump), several);
    }

    /**
     * Returns the field of a vertex's output.
     *
     * @param taken the type of its input
     * @param after the type of its output
     */
    ReceptiveField after(GraphVertex vertex, InputType taken, InputType after) {
        long kernel = 1;
        long stride = 1;
        long padding = 0;
        if (vertex instanceof LayerVertex layerVertex) {
            Layer layer = layerVertex.getLayerConf().getLayer();
            kernel = kernel(layer, taken);
            if (layer instanceof ConvolutionLayer window) {
                stride = window.getStride()[0];
                padding = padding(window.getConvolutionMode(), window.getPadding()[0], kernel, stride, taken, after);
            } else if (layer instanceof SubsamplingLayer window) {
                stride = window.getStride()[0];
                padding = padding(window.getConvolutionMode(), window.getPadding()[0], kernel, stride, taken, after);
            }
        }
        return new ReceptiveField(
                first - padding * jump,
                size + (kernel - 1) * jump,
                stride * jump,
                after instanceof InputTypeConvolutional map && map.getHeight() > 1);
    }

    /** Returns the side of the layer's kernel. */
    private static long kernel(Layer layer, InputType before) {
        if (layer instanceof ConvolutionLayer convolution) {
            return convolution.getKernelSize()[0];
        }
        if (layer instanceof SubsamplingLayer pool) {
            return pool.getKernelSize()[0];
        }
        return (ModelSummary.isDense(layer) || layer instanceof GlobalPoolingLayer)
                        && before instanceof InputTypeConvolutional map
                ? Math.max(map.getHeight(), map.getWidth())
                : 1;
    }

    /** Returns the rows of padding above; {@code Same} pads as much as the output's size needs, the odd row below. */
    private static long padding(
            ConvolutionMode mode, long given, long kernel, long stride, InputType taken, InputType after) {
        if (mode != ConvolutionMode.Same
                || !(taken instanceof InputTypeConvolutional before && after instanceof InputTypeConvolutional map)) {
            return given;
        }
        return Math.max((map.getHeight() - 1) * stride + kernel - before.getHeight(), 0) / 2;
    }

    /** Returns the rows that row i depends on, such as {@code 2i−2 … 2i+3}. */
    @Override
    public String toString() {
        return at(first) + " … " + at(first + size - 1);
    }

    private String at(long row) {
        if (!several) {
            return Long.toString(row).replace('-', '−');
        }
        String place = jump == 1 ? "i" : jump + "i";
        return row == 0 ? place : String.format(Locale.ROOT, "%s%s%d", place, row < 0 ? "−" : "+", Math.abs(row));
    }
}
