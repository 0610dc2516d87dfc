package org.meanfield.data;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.meanfield.config.Seeds;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

/**
 * Splits whose training labels are noisy (Zhang, Bengio, Hardt, Recht and Vinyals 2017): each is replaced with a probability by
 * a class of all, so that with K classes a share of noise · (1 − 1/K) differs on average. What happens to an image depends on
 * the seed and its place in the training split alone: it is the same in every epoch and on every machine.
 *
 * @param clean the splits as published
 * @param noise the probability of a replacement, in [0, 1]
 * @param seed of the job
 */
record NoisyLabels(Splits clean, double noise, long seed) implements Splits {
    @Override
    public int count(Split split) {
        return clean.count(split);
    }

    @Override
    public int[] perClass(Split split) {
        return split == Split.TRAIN ? counts(trainLabels(), classNames().size()) : clean.perClass(split);
    }

    /** Returns the number of labels of each class. */
    static int[] counts(byte[] labels, int classes) {
        int[] counts = new int[classes];
        for (byte label : labels) {
            counts[label]++;
        }
        return counts;
    }

    @Override
    public ImageShape shape() {
        return clean.shape();
    }

    @Override
    public List<String> classNames() {
        return clean.classNames();
    }

    @Override
    public Normalization normalization() {
        return clean.normalization();
    }

    @Override
    public Findings findings() {
        return clean.findings();
    }

    @Override
    public String hash() {
        return clean.hash();
    }

    @Override
    public void verifyReadable() {
        clean.verifyReadable();
    }

    @Override
    public byte[] publishedLabels() {
        return clean.publishedLabels();
    }

    @Override
    public byte[] trainLabels() {
        byte[] labels = clean.trainLabels().clone();
        replace(labels, 0);
        return labels;
    }

    @Override
    public double changedLabels() {
        return changed(this);
    }

    /** Returns the share of the training images of {@code splits} whose label is not the published one. */
    static double changed(Splits splits) {
        byte[] published = splits.publishedLabels();
        byte[] labels = splits.trainLabels();
        long changed = IntStream.range(0, labels.length)
                .filter(i -> labels[i] != published[i])
                .count();
        return (double) changed / labels.length;
    }

    @Override
    public LabelledImages read(Split split, int from, int to, IntFunction<ByteBuffer> memory) {
        LabelledImages images = clean.read(split, from, to, memory);
        if (split != Split.TRAIN) {
            return images;
        }
        byte[] labels = images.labels().clone();
        replace(labels, from);
        return new LabelledImages(images.shape(), images.pixels(), labels);
    }

    /** Replaces some of the labels, of which the first belongs to training image {@code from}. */
    private void replace(byte[] labels, int from) {
        int classes = classNames().size();
        for (int i = 0; i < labels.length; i++) {
            SplittableRandom random = Seeds.stream(seed, Seeds.Purpose.LABEL_NOISE, from + i);
            if (random.nextDouble() < noise) {
                labels[i] = (byte) random.nextInt(classes);
            }
        }
    }
}
