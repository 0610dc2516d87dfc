package org.meanfield.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.augment.Augmentation;
import org.meanfield.augment.Augmenter;
import org.meanfield.augment.ColourJitter;
import org.meanfield.augment.Cutout;
import org.meanfield.augment.HorizontalFlip;
import org.meanfield.augment.RandomCrop;
import org.meanfield.augment.Samples;
import org.meanfield.config.RecordReader;
import org.meanfield.data.Labels;
import org.meanfield.data.Split;
import org.meanfield.data.SyntheticDigits;
import org.meanfield.image.Border;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;

/** The cost of each augmentation, in microseconds per image of 3×32×32, applied to every image on one thread. */
public final class AugmentationSpeed {
    /** The job with all augmentations. */
    private static final String DOCUMENTED = "docs/augmentations.yaml";

    private static final int BATCH = 128;
    private static final int WARM_UP = 60;
    private static final int REPEATS = 15;
    private static final int BATCHES = 5;

    private AugmentationSpeed() {}

    /** Prints a line for each augmentation, and one for a common set of them. */
    public static void main(String[] args) throws IOException {
        List<Augmentation> all = RecordReader.read(
                        Files.readString(Path.of(DOCUMENTED)), DOCUMENTED, TrainJob.class, List.of())
                .augment();
        List<Augmentation> usual = List.of(
                new HorizontalFlip(0.5, true),
                new RandomCrop(4, Border.ZERO, 1),
                new ColourJitter(0.2, 0.2, 0.2, 0.05, 1),
                new Cutout(8, 0.5, 1));
        Samples batch = batch();
        for (Augmentation augmentation : all) {
            print(augmentation.getClass().getSimpleName(), List.of(augmentation), batch);
        }
        print("crop, flip, jitter and cutout", usual, batch);
    }

    private static void print(String name, List<Augmentation> augmentations, Samples batch) {
        Augmenter augmenter = new Augmenter(augmentations, 1);
        int[] indices = IntStream.range(0, BATCH).toArray();
        List<Double> micros = new ArrayList<>();
        for (int i = -WARM_UP; i < REPEATS; i++) {
            long start = System.nanoTime();
            for (int step = 0; step < BATCHES; step++) {
                augmenter.apply(batch, indices, i + WARM_UP, 0, step);
            }
            if (i >= 0) {
                micros.add((System.nanoTime() - start) / 1e3 / (BATCH * BATCHES));
            }
        }
        double[] sorted = micros.stream().mapToDouble(m -> m).sorted().toArray();
        System.out.printf("%-32s %7.1f µs (fastest %.1f)%n", name, sorted[REPEATS / 2], sorted[0]);
    }

    private static Samples batch() {
        LabelledImages digits = new SyntheticDigits(BATCH, 0, 1, 1, "", 0, Labels.PUBLISHED).load(Split.TRAIN);
        float[][] labels = new float[BATCH][10];
        Arrays.setAll(labels, i -> {
            labels[i][digits.labels()[i]] = 1;
            return labels[i];
        });
        return new Samples(IntStream.range(0, BATCH).mapToObj(digits::image).toArray(Image[]::new), labels);
    }
}
