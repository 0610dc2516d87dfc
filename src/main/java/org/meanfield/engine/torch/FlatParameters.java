package org.meanfield.engine.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.meanfield.engine.torch.Layout.Piece;

/**
 * A network's parameters, their gradient and their optimizer state on the device: each one flat tensor, whose pieces are
 * what backpropagation reads and adds to. Belongs to the thread that created it.
 */
final class FlatParameters {
    private static final TensorOptions ON_HOST = new TensorOptions(ScalarType.Float);

    private final Layout layout;
    private final Tensor values;
    private final Tensor gradient;
    private final List<Tensor> states = new ArrayList<>();
    private final Map<String, Tensor> leaves = new HashMap<>();
    private final Map<String, Tensor> ofBatch = new HashMap<>();
    private final Tensor batch;
    private final FloatPointer host;
    private final Tensor onHost;

    FlatParameters(Layout layout, TensorOptions device) {
        this.layout = layout;
        long[] all = {layout.length()};
        this.values = torch.zeros(all, device);
        this.gradient = torch.zeros(all, device);
        this.batch = torch.zeros(all, device);
        for (int i = 0; i < layout.update().formula(0).states(); i++) {
            states.add(torch.zeros(all, device));
        }
        int largest = Math.max(layout.length(), layout.update().stateLength());
        this.host = new FloatPointer(largest);
        this.onHost = torch.from_blob(host, new long[] {largest}, ON_HOST);
        for (Piece piece : layout.pieces()) {
            String name = name(piece.layer(), piece.key());
            if (layout.stateOffset(piece, 0) >= 0) {
                Tensor leaf = view(values, piece).detach();
                leaf.set_requires_grad(true);
                leaf.mutable_grad().put(view(gradient, piece));
                leaves.put(name, leaf);
            } else {
                leaves.put(name, view(values, piece));
                ofBatch.put(name, view(batch, piece));
            }
        }
    }

    private static String name(String layer, String key) {
        return layer + "." + key;
    }

    private static Tensor view(Tensor flat, Piece piece) {
        return flat.as_strided(piece.shape(), piece.strides(), new LongOptional(piece.offset()));
    }

    /** Returns a parameter, or a running statistic. */
    Tensor leaf(String layer, String key) {
        return leaves.get(name(layer, key));
    }

    /** Returns where a batch norm leaves a statistic of its batch. */
    Tensor ofBatch(String layer, String key) {
        return ofBatch.get(name(layer, key));
    }

    /** All parameters, with the running statistics. */
    Tensor values() {
        return values;
    }

    /** The gradient; 0 at running statistics. */
    Tensor gradient() {
        return gradient;
    }

    /** One of the values that the optimizer keeps for each parameter. */
    Tensor state(int number) {
        return states.get(number);
    }

    /** The statistics of the last batch, where {@link #values} has the running ones. */
    Tensor ofBatch() {
        return batch;
    }

    /** Loads parameters. */
    void load(float[] parameters) {
        if (parameters.length != layout.length()) {
            throw new IllegalArgumentException(
                    "A state of %d values does not fit a network of %d".formatted(parameters.length, layout.length()));
        }
        host.put(parameters);
        copy(values, Piece::offset, true);
    }

    /** Loads the optimizer state. */
    void loadStates(float[] updater) {
        if (updater.length != layout.update().stateLength()) {
            throw new IllegalArgumentException("An optimizer state of %d values does not fit one of %d"
                    .formatted(updater.length, layout.update().stateLength()));
        }
        host.put(updater);
        for (int i = 0; i < states.size(); i++) {
            int number = i;
            copy(states.get(i), piece -> layout.stateOffset(piece, number), true);
        }
    }

    /** Returns the parameters. */
    float[] read() {
        copy(values, Piece::offset, false);
        return fromHost(layout.length());
    }

    /** Returns the optimizer state. */
    float[] readStates() {
        for (int i = 0; i < states.size(); i++) {
            int number = i;
            copy(states.get(i), piece -> layout.stateOffset(piece, number), false);
        }
        return fromHost(layout.update().stateLength());
    }

    /** Returns the statistics of the last batch, those of each batch norm together. */
    float[] readOfBatch() {
        copy(batch, Piece::offset, false);
        float[] all = fromHost(layout.length());
        int count = layout.norms().stream().mapToInt(Layout.Norm::length).sum();
        float[] statistics = new float[count];
        int next = 0;
        for (Layout.Norm norm : layout.norms()) {
            System.arraycopy(all, norm.offset(), statistics, next, norm.length());
            next += norm.length();
        }
        return statistics;
    }

    private float[] fromHost(int length) {
        float[] result = new float[length];
        host.get(result);
        return result;
    }

    /**
     * Copies between host and device, piece by piece, since convolutions have other strides there.
     *
     * @param place where a piece begins on the host; negative for one that is not there
     */
    private void copy(Tensor flat, ToIntFunction<Piece> place, boolean toDevice) {
        try (NoGradGuard plain = new NoGradGuard()) {
            for (Piece piece : layout.pieces()) {
                int from = place.applyAsInt(piece);
                if (from >= 0) {
                    Tensor there = view(flat, piece);
                    Tensor here = onHost.as_strided(piece.shape(), piece.plain(), new LongOptional(from));
                    (toDevice ? there : here).copy_(toDevice ? here : there);
                }
            }
        }
    }
}
