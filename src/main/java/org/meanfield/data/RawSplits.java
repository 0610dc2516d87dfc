package org.meanfield.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.meanfield.image.LabelledImages;

/** The splits of a small data set, whose files each JVM reads once. */
record RawSplits(Source source) implements Splits {
    @Override
    public int count(Split split) {
        return loaded().division().order(split).length;
    }

    @Override
    public Normalization normalization() {
        LabelledImages images = loaded().images();
        ChannelSums sums = new ChannelSums(images.shape());
        byte[] image = new byte[images.shape().size()];
        for (int index : loaded().division().order(Split.TRAIN)) {
            images.copy(index, image, 0);
            sums.add(image, 1);
        }
        return sums.normalization();
    }

    @Override
    public String hash() {
        return source.hash();
    }

    @Override
    public void look() {
        loaded();
    }

    /** In an array always: a slice of what is in memory anyway. */
    @Override
    public LabelledImages read(Split split, int from, int to, IntFunction<ByteBuffer> memory) {
        int[] order = loaded().division().order(split);
        return loaded().images().select(Arrays.copyOfRange(order, from, to));
    }

    private LoadedSource loaded() {
        return LoadedSource.of(source);
    }
}
