package org.meanfield.engine.torch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.model.Freeze;
import org.meanfield.train.optimizer.FlatUpdate;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a network's parameters and optimizer state lie in flat vectors of DL4J's order.
 *
 * @param pieces the parameters, in order
 * @param norms the batch norms whose running statistics training changes, in order
 * @param update how they are updated
 * @param length the number of parameters
 */
record Layout(List<Piece> pieces, List<Norm> norms, FlatUpdate update, int length) {
    /**
     * A parameter.
     *
     * @param layer its layer's name
     * @param key DL4J's name of it
     * @param offset where it begins
     * @param shape its shape as libtorch has it: [out, in] of a dense layer, whose weights DL4J has as [in, out], columns
     *     first, which is the same in memory
     */
    record Piece(String layer, String key, int offset, long[] shape) {
        int length() {
            long length = 1;
            for (long size : shape) {
                length *= size;
            }
            return Math.toIntExact(length);
        }

        /** Returns strides of rows first. */
        long[] plain() {
            long[] strides = new long[shape.length];
            long stride = 1;
            for (int i = shape.length - 1; i >= 0; i--) {
                strides[i] = stride;
                stride *= shape[i];
            }
            return strides;
        }

        /** Returns the strides on the device: those of a convolution have channels last, as its images. */
        long[] strides() {
            return shape.length == 4
                    ? new long[] {shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]}
                    : plain();
        }
    }

    /**
     * The running statistics of a batch norm: its means and then its variances.
     *
     * @param decay share of them that a step keeps
     */
    record Norm(int offset, int length, double decay) {}

    static Layout of(ComputationGraph network) {
        List<Piece> pieces = new ArrayList<>();
        List<Norm> norms = new ArrayList<>();
        for (Layer layer : network.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            layer.paramTable().forEach((key, values) -> pieces.add(piece(name, key, values)));
            if (layer.conf().getLayer() instanceof BatchNormalization norm && !Freeze.isFrozen(norm.getIUpdater())) {
                INDArray means = layer.getParam("mean");
                norms.add(new Norm(offset(means), 2 * Math.toIntExact(means.length()), norm.getDecay()));
            }
        }
        pieces.sort(Comparator.comparingInt(Piece::offset));
        norms.sort(Comparator.comparingInt(Norm::offset));
        return new Layout(pieces, norms, FlatUpdate.of(network), Math.toIntExact(network.numParams()));
    }

    private static Piece piece(String layer, String key, INDArray values) {
        long[] shape = values.shape();
        if (shape.length == 2) {
            shape = key.equals("W") ? new long[] {shape[1], shape[0]} : new long[] {values.length()};
        }
        return new Piece(layer, key, offset(values), shape);
    }

    private static int offset(INDArray values) {
        return Math.toIntExact(values.offset());
    }

    /** Returns where value {@code number} of a parameter's optimizer state begins; −1 if the parameter has none. */
    int stateOffset(Piece piece, int number) {
        for (FlatUpdate.Block block : update.blocks()) {
            if (piece.offset() >= block.from() && piece.offset() < block.until()) {
                return block.state() + number * (block.until() - block.from()) + piece.offset() - block.from();
            }
        }
        return -1;
    }
}
