package org.meanfield.job.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.meanfield.augment.Augmentation;
import org.meanfield.augment.Augmenter;
import org.meanfield.augment.Samples;
import org.meanfield.config.Check;
import org.meanfield.config.Names;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.report.SampleSheet;
import org.meanfield.storage.Storage;
import org.meanfield.tables.RunStatus;

/**
 * A sample sheet of a job's augmentations on its own training images: originals in the first row, then each augmentation
 * as in the first epochs, and finally all together.
 */
final class SamplePicture {
    private static final int EPOCHS = 2;
    private static final int MOST_IMAGES = 100;

    private final Splits splits;
    private final TrainJob job;
    private final int images;
    private final Options options;

    private SamplePicture(TrainJob job, Splits splits, int images, Options options) {
        this.job = job;
        this.splits = splits;
        this.images = images;
        this.options = options;
    }

    /** Opens the data and returns the picture of the first {@code images} training images. */
    static SamplePicture of(TrainJob job, int images, Options options) {
        Check.that(images > 0 && images <= MOST_IMAGES, "--images", images, "in 1 … " + MOST_IMAGES);
        Splits splits = job.data().used(Splits.open(job.data(), options.console()), job.seed());
        return new SamplePicture(job.named(splits.classNames()), splits, images, options);
    }

    /** Draws it and writes it under the output root. */
    RunOutcome write() {
        String runId = job.runId(splits.hash());
        String file = Storage.child(options.output(), "reports/" + runId + "/samples.png");
        LabelledImages some = splits.read(Split.TRAIN, 0, Math.min(images, splits.count(Split.TRAIN)));
        Storage.write(file, SampleSheet.png(heads(some), rows(samples(some))));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("run_id", runId);
        result.put("picture", file);
        return new RunOutcome(RunStatus.FINISHED, result);
    }

    /** The class of each image and the epochs. */
    private List<List<SampleSheet.Head>> heads(LabelledImages some) {
        List<SampleSheet.Head> classes = new ArrayList<>();
        List<SampleSheet.Head> epochs = new ArrayList<>();
        for (int i = 0; i < some.count(); i++) {
            classes.add(new SampleSheet.Head(splits.classNames().get(some.labels()[i]), EPOCHS));
            IntStream.rangeClosed(1, EPOCHS).forEach(epoch -> epochs.add(new SampleSheet.Head("epoch " + epoch, 1)));
        }
        return List.of(classes, epochs);
    }

    private List<SampleSheet.Row> rows(Samples samples) {
        List<SampleSheet.Row> rows = new ArrayList<>();
        rows.add(row("original", samples, List.of()));
        for (Augmentation augmentation : job.augment()) {
            rows.add(row(Names.of(Augmentation.class, augmentation.getClass()), samples, List.of(augmentation)));
        }
        if (job.augment().size() > 1) {
            rows.add(row("all together", samples, job.augment()));
        }
        return rows;
    }

    private SampleSheet.Row row(String title, Samples samples, List<Augmentation> augmentations) {
        Augmenter augmenter = new Augmenter(augmentations, job.seed());
        int[] indices = IntStream.range(0, samples.images().length).toArray();
        List<Image[]> epochs = IntStream.range(0, EPOCHS)
                .mapToObj(epoch ->
                        augmenter.apply(samples, indices, epoch, 0, epoch).images())
                .toList();
        // The variants of an image are adjacent; one like that of the first epoch is left out.
        return new SampleSheet.Row(
                title,
                Arrays.stream(indices)
                        .boxed()
                        .flatMap(i -> IntStream.range(0, EPOCHS).mapToObj(epoch -> Optional.of(epochs.get(epoch)[i])
                                .filter(image ->
                                        epoch == 0 || !Arrays.equals(image.pixels(), epochs.get(0)[i].pixels()))))
                        .toList());
    }

    private Samples samples(LabelledImages some) {
        int count = some.count();
        float[][] labels = new float[count][job.data().classes()];
        for (int i = 0; i < count; i++) {
            labels[i][some.labels()[i]] = 1;
        }
        return new Samples(IntStream.range(0, count).mapToObj(some::image).toArray(Image[]::new), labels);
    }
}
