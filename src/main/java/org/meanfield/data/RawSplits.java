package org.meanfield.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

/** The splits of a small data set, whose files each JVM reads once. */
record RawSplits(Source source) implements Splits {
    @Override
    public int count(Split split) {
        return loaded().division().order(split).length;
    }

    @Override
    public int[] perClass(Split split) {
        byte[] labels = loaded().images().labels();
        int[] counts = new int[classNames().size()];
        for (int image : loaded().division().order(split)) {
            counts[labels[image]]++;
        }
        return counts;
    }

    @Override
    public ImageShape shape() {
        return source.shape();
    }

    @Override
    public List<String> classNames() {
        return source.classNames();
    }

    @Override
    public Normalization normalization() {
        return Normalization.of(loaded().images(), loaded().division().order(Split.TRAIN));
    }

    @Override
    public Findings findings() {
        return loaded().findings();
    }

    @Override
    public String hash() {
        return source.hash();
    }

    @Override
    public void verifyReadable() {
        loaded();
    }

    /** A copy, always in an array: the data set is small. */
    @Override
    public LabelledImages read(Split split, int from, int to, IntFunction<ByteBuffer> memory) {
        int[] order = loaded().division().order(split);
        return loaded().images().select(Arrays.copyOfRange(order, from, to));
    }

    private LoadedSource loaded() {
        return LoadedSource.of(source);
    }
}
