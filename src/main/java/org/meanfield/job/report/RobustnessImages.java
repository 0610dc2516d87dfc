package org.meanfield.job.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.NoiseAddress;
import org.meanfield.corrupt.Stage;
import org.meanfield.data.Dataset;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.robustness.Conditions;
import org.meanfield.job.robustness.RobustnessJob;
import org.meanfield.job.robustness.SavedModel;
import org.meanfield.job.robustness.ScoredData;
import org.meanfield.job.train.TrainJob;
import org.meanfield.report.ClassNames;
import org.meanfield.report.Results;
import org.meanfield.report.SampleSheet;
import org.meanfield.report.ScoredImages;
import org.meanfield.report.chart.CannotDrawException;
import org.meanfield.storage.Storage;
import org.meanfield.train.checkpoint.ModelFiles;

/** Sample images of an evaluation, corrupted again. */
final class RobustnessImages implements ScoredImages {
    private static final int IMAGES = 2;

    private final RobustnessJob job;
    private final Results results;
    private final LocalData here;

    RobustnessImages(RobustnessJob job, Results results, LocalData here) {
        this.job = job;
        this.results = results;
        this.here = here;
    }

    @Override
    public Optional<String> name(String modelRun) {
        return dataset(modelRun).map(data -> "%s %s"
                .formatted(Names.of(Dataset.class, data.getClass()), job.split().label()));
    }

    @Override
    public ClassNames classNames(String modelRun) {
        return RecordedClasses.of(results, modelRun);
    }

    @Override
    public byte[] sheet(String modelRun, String dataHash) {
        Dataset data = dataset(modelRun)
                .orElseThrow(() -> new InvalidInputException(
                        "%s is not among the runs under %s".formatted(modelRun, results.root())));
        Splits splits = here.open(data, dataHash);
        LabelledImages images = splits.read(job.split(), 0, Math.min(IMAGES, splits.count(job.split())));
        Normalization normalization = normalization(modelRun).orElseGet(splits::normalization);
        NoiseAddress noise = NoiseAddress.of(job.seed(), data, job.split());
        List<List<Condition>> conditions = Conditions.of(job);
        // Attacked images are each model's own, and are not made again here.
        List<List<Condition.Fixed>> corruptions = conditions.subList(1, conditions.size()).stream()
                .map(corruption -> corruption.stream()
                        .filter(Condition.Fixed.class::isInstance)
                        .map(Condition.Fixed.class::cast)
                        .filter(condition -> condition.repeat() == 1)
                        .toList())
                .filter(corruption -> !corruption.isEmpty())
                .toList();
        int severities = corruptions.stream().mapToInt(List::size).max().orElse(0);
        List<SampleSheet.Row> rows = new ArrayList<>();
        for (List<Condition.Fixed> corruption : corruptions) {
            List<Optional<Image>> row = new ArrayList<>();
            for (int i = 0; i < images.count(); i++) {
                row.add(Optional.of(images.image(i)));
                for (Condition.Fixed condition : corruption) {
                    row.add(Optional.of(condition.apply(
                            condition.published(images, 0).image(i),
                            normalization,
                            noise.streams(condition).apply(i))));
                }
                row.addAll(Collections.nCopies(severities - corruption.size(), Optional.empty()));
            }
            rows.add(new SampleSheet.Row(corruption.get(0).title(), row));
        }
        List<String> files = job.split() == Split.TEST ? data.testFiles() : List.of();
        List<List<SampleSheet.Head>> heads = heads(images, files, splits.classNames(), severities);
        return CannotDrawException.drawn(() -> SampleSheet.png(heads, rows));
    }

    /** The class of each image, and then clean and the severities. */
    private static List<List<SampleSheet.Head>> heads(
            LabelledImages images, List<String> files, List<String> classes, int severities) {
        List<SampleSheet.Head> above = new ArrayList<>();
        List<SampleSheet.Head> below = new ArrayList<>();
        for (int i = 0; i < images.count(); i++) {
            String name = files.isEmpty() ? "image " + i : files.get(i);
            above.add(new SampleSheet.Head(name + ": " + classes.get(images.labels()[i]), severities + 1));
            below.add(new SampleSheet.Head("clean", 1));
            IntStream.rangeClosed(1, severities)
                    .forEach(severity ->
                            below.add(new SampleSheet.Head(String.format(Locale.ROOT, "sev. %d", severity), 1)));
        }
        return List.of(above, below);
    }

    /** What a model was shown of a pixel; empty where it does not matter, or the model is not there any more. */
    private Optional<Normalization> normalization(String modelRun) {
        if (job.corruptions().stream().allMatch(corruption -> corruption.stage() == Stage.BEFORE_NORMALIZATION)) {
            return Optional.empty();
        }
        return job.models().stream()
                .flatMap(models -> models.folder(modelRun, results.root()).stream())
                .filter(folder -> Storage.isFile(Storage.child(folder, ModelFiles.MANIFEST)))
                .findFirst()
                .map(folder -> ModelFiles.read("models", folder).normalization());
    }

    /** The data of a model; empty if they were its own and its training is not known here. */
    private Optional<Dataset> dataset(String modelRun) {
        if (job.data() instanceof ScoredData.Other other) {
            return Optional.of(other.dataset());
        }
        return Optional.ofNullable(results.runs().get(SavedModel.run(modelRun)))
                .map(row -> TrainJob.of(modelRun, row).data());
    }
}
