package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meanfield.augment.Augmentation;
import org.meanfield.augment.Cutout;
import org.meanfield.augment.GaussianNoise;
import org.meanfield.augment.Mixup;
import org.meanfield.augment.RandomCrop;
import org.meanfield.augment.Translate;
import org.meanfield.config.Seeds;
import org.meanfield.data.Normalization;
import org.meanfield.image.Border;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

final class BatchesTest {
    private static final Normalization PLAIN = new Normalization(new float[] {0}, new float[] {1});

    @Test
    void everySampleIsUsedOnceInEachEpoch() {
        for (int samples = 1; samples <= 40; samples += 3) {
            for (int workers = 1; workers <= Math.min(samples, 5); workers++) {
                for (int batch : new int[] {1, 4, 7, 50}) {
                    RoundPlan plan = new RoundPlan(samples, workers, batch, 3, 2, 0);
                    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
                        assertThat(usedBy(plan, epoch))
                                .as("epoch %d of %s", epoch, plan)
                                .containsExactlyInAnyOrderElementsOf(
                                        IntStream.range(0, samples).boxed().toList());
                    }
                }
            }
        }
    }

    @Test
    void theOrderIsThePermutationOfEpochAndWorker() {
        RoundPlan plan = new RoundPlan(40, 2, 6, 3, 3, 0);
        Batches batches = batches(plan, 1);
        for (int epoch : new int[] {0, 1, 2, 0}) {
            List<Integer> used = new ArrayList<>();
            for (int step = epoch * 4; step < (epoch + 1) * 4; step++) {
                used.addAll(indices(batches.of(step).orElseThrow()));
            }
            int[] order = Seeds.permutation(20, Seeds.stream(211, Seeds.Purpose.SHUFFLE, epoch, 1));
            assertThat(used)
                    .containsExactlyElementsOf(
                            IntStream.of(order).map(i -> 20 + i).boxed().toList());
        }
    }

    @Test
    void onlyTheLastBatchOfAnEpochIsShort() {
        Batches batches = batches(new RoundPlan(20, 2, 4, 3, 2, 0), 0);
        assertThat(IntStream.range(0, 6)
                        .map(step -> batches.of(step).orElseThrow().examples()))
                .containsExactly(4, 4, 2, 4, 4, 2);
    }

    @Test
    void aSmallerShardMayMissTheLastStepOfAnEpoch() {
        RoundPlan plan = new RoundPlan(9, 2, 4, 1, 2, 0);
        assertThat(batches(plan, 0).of(1)).isEmpty();
        assertThat(batches(plan, 0).of(3)).isEmpty();
        assertThat(batches(plan, 1).of(1)).map(Batch::examples).hasValue(1);
    }

    @Test
    void pixelsAreNormalizedByTheirChannel() {
        LabelledImages image = new LabelledImages(
                new ImageShape(2, 1, 3), new byte[] {0, (byte) 255, 51, 0, (byte) 255, (byte) 128}, new byte[] {0});
        Normalization normalization = new Normalization(new float[] {0.5f, 0.25f}, new float[] {0.25f, 0.5f});
        Batch batch = new Batches(new RoundPlan(1, 1, 1, 1, 1, 0), 1, 0, image, normalization, 2, 0, List.of())
                .of(0)
                .orElseThrow();
        assertThat(batch.features())
                .containsExactly(-2, 2, (51 / 255f - 0.5f) / 0.25f, -0.5f, 1.5f, (128 / 255f - 0.25f) / 0.5f);
    }

    @Test
    void labelSmoothingSharesEpsilonAmongAllClasses() {
        LabelledImages images = new LabelledImages(new ImageShape(1, 1, 1), new byte[2], new byte[] {2, 2});
        RoundPlan plan = new RoundPlan(2, 1, 2, 1, 1, 0);
        assertThat(new Batches(plan, 1, 0, images, PLAIN, 4, 0.1, List.of())
                        .of(0)
                        .orElseThrow()
                        .labels())
                .containsExactly(0.025f, 0.025f, 0.925f, 0.025f, 0.025f, 0.025f, 0.925f, 0.025f);
        assertThat(new Batches(plan, 1, 0, images, PLAIN, 4, 0, List.of())
                        .of(0)
                        .orElseThrow()
                        .labels())
                .containsExactly(0, 0, 1, 0, 0, 0, 1, 0);
    }

    @Test
    void anImageIsAugmentedAlikeByAnyWorkerInAnyBatch() {
        List<Augmentation> augment = List.of(
                new RandomCrop(1, Border.REPLICATE, 1),
                new GaussianNoise(0.2, 0.8),
                new Translate(0.4, 0.4, Border.ZERO, 1));
        List<String> alone = augmented(new RoundPlan(23, 1, 23, 1, 3, 0), 1, augment);

        assertThat(augmented(new RoundPlan(23, 1, 5, 1, 3, 0), 1, augment)).isEqualTo(alone);
        assertThat(augmented(new RoundPlan(23, 4, 3, 2, 3, 0), 1, augment)).isEqualTo(alone);
        assertThat(augmented(new RoundPlan(23, 4, 3, 2, 3, 0), 2, augment)).isNotEqualTo(alone);
    }

    @Test
    void augmentationsThatDoNotHappenLeaveTheBitsOfABatch() {
        RoundPlan plan = new RoundPlan(9, 1, 4, 1, 1, 0);
        Normalization normalization = new Normalization(new float[] {0.3f}, new float[] {0.7f});
        List<Augmentation> never = List.of(new GaussianNoise(1, 0), new Mixup(1, 0));
        for (int step = 0; step < 3; step++) {
            Batch plain = new Batches(plan, 1, 0, squares(9), normalization, 3, 0.1, List.of())
                    .of(step)
                    .orElseThrow();
            Batch same = new Batches(plan, 1, 0, squares(9), normalization, 3, 0.1, never)
                    .of(step)
                    .orElseThrow();
            assertThat(same).usingRecursiveComparison().isEqualTo(plain);
        }
    }

    @Test
    void augmentedImagesAreNormalizedAndKeepTheirLabels() {
        Normalization normalization = new Normalization(new float[] {0.5f}, new float[] {0.25f});
        List<Augmentation> white = List.of(new Cutout(6, 1, 1));
        Batch batch = new Batches(new RoundPlan(5, 1, 5, 1, 1, 0), 1, 0, squares(5), normalization, 3, 0, white)
                .of(0)
                .orElseThrow();
        int[] order = Seeds.permutation(5, Seeds.stream(1, Seeds.Purpose.SHUFFLE, 0, 0));
        for (int i = 0; i < 5; i++) {
            assertThat(Arrays.copyOfRange(batch.features(), 9 * i, 9 * i + 9)).contains(2); // (1 − 0.5) / 0.25
            assertThat(batch.labels()[3 * i + order[i] % 3]).isEqualTo(1);
        }
    }

    @Test
    void everyImageKeepsItsLabel() {
        RoundPlan plan = new RoundPlan(30, 1, 30, 1, 1, 0);
        Batch batch = batches(plan, 0).of(0).orElseThrow();
        List<Integer> indices = indices(batch);
        for (int i = 0; i < 30; i++) {
            assertThat(batch.labels()[i * 3 + indices.get(i) % 3]).isEqualTo(1);
        }
    }

    private static List<Integer> usedBy(RoundPlan plan, int epoch) {
        List<Integer> used = new ArrayList<>();
        for (int worker = 0; worker < plan.workers(); worker++) {
            Batches batches = batches(plan, worker);
            for (int i = 0; i < plan.stepsPerEpoch(); i++) {
                Optional<Batch> batch = batches.of((long) epoch * plan.stepsPerEpoch() + i);
                batch.ifPresent(present -> used.addAll(indices(present)));
            }
        }
        return used;
    }

    /** Those of a worker whose samples are the consecutive ones of the plan. */
    private static Batches batches(RoundPlan plan, int worker) {
        return new Batches(
                plan, 211, worker, numbered(plan.shardStart(worker), plan.shardSize(worker)), PLAIN, 3, 0, List.of());
    }

    /** Returns the augmented images of the second epoch, of all workers, sorted. */
    private static List<String> augmented(RoundPlan plan, long seed, List<Augmentation> augment) {
        LabelledImages all = squares(plan.samples());
        List<String> images = new ArrayList<>();
        for (int worker = 0; worker < plan.workers(); worker++) {
            int[] own = IntStream.range(plan.shardStart(worker), plan.shardStart(worker + 1))
                    .toArray();
            Batches batches = new Batches(plan, seed, worker, all.select(own), PLAIN, 3, 0, augment);
            for (int step = plan.stepsPerEpoch(); step < 2 * plan.stepsPerEpoch(); step++) {
                batches.of(step).ifPresent(batch -> IntStream.range(0, batch.examples())
                        .mapToObj(i -> Arrays.toString(Arrays.copyOfRange(batch.features(), 9 * i, 9 * i + 9)))
                        .forEach(images::add));
            }
        }
        return images.stream().sorted().toList();
    }

    /** Images of 3×3 pixels, labelled by their remainder by 3. */
    private static LabelledImages squares(int count) {
        byte[] pixels = new byte[9 * count];
        byte[] labels = new byte[count];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (37 * i);
            labels[i / 9] = (byte) (i / 9 % 3);
        }
        return new LabelledImages(new ImageShape(1, 3, 3), pixels, labels);
    }

    /** Images of one pixel that says which one it is, labelled by its remainder by 3. */
    private static LabelledImages numbered(int from, int count) {
        byte[] pixels = new byte[count];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            pixels[i] = (byte) (from + i);
            labels[i] = (byte) ((from + i) % 3);
        }
        return new LabelledImages(new ImageShape(1, 1, 1), pixels, labels);
    }

    private static List<Integer> indices(Batch batch) {
        return IntStream.range(0, batch.examples())
                .map(i -> Math.round(batch.features()[i] * 255))
                .boxed()
                .toList();
    }
}
