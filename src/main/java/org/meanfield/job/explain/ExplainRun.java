package org.meanfield.job.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.Names;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.engine.Engines;
import org.meanfield.evaluate.ClassImages;
import org.meanfield.evaluate.FoolingImage;
import org.meanfield.evaluate.PixelModel;
import org.meanfield.evaluate.Saliency;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.robustness.FinishedRuns;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.NativeLibrary;
import org.meanfield.report.ClassNames;
import org.meanfield.report.ExplainPage;
import org.meanfield.report.ExplainPage.Drawn;
import org.meanfield.report.ExplainPage.Explained;
import org.meanfield.report.Results;
import org.meanfield.storage.Storage;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.checkpoint.ModelFiles;
import org.meanfield.train.checkpoint.TrainedModel;

/** One execution of an {@link ExplainJob}, in this process: its few images need no cluster. */
public final class ExplainRun {
    private static final int DRAWS = 4;

    private final ExplainJob job;
    private final TrainedModel trained;
    private final Splits splits;
    private final int[] numbers;
    private final Optional<Integer> target;
    private final String page;

    private ExplainRun(
            ExplainJob job, TrainedModel trained, Splits splits, int[] numbers, Optional<Integer> target, String page) {
        this.job = job;
        this.trained = trained;
        this.splits = splits;
        this.numbers = numbers;
        this.target = target;
        this.page = page;
    }

    /**
     * Reads the model and opens its data, without downloading any.
     *
     * @param output the output root with the model
     * @throws org.meanfield.config.InvalidInputException if there is no such model, its network has no gradient, or its data are
     *     not here
     */
    public static ExplainRun of(ExplainJob job, String output) {
        NativeLibrary.loadIfNone();
        String root = Storage.absolute(output);
        String folder = FinishedRuns.under("", root).folder("RUN", job.run());
        TrainedModel trained = ModelFiles.read("RUN", folder);
        Engines.checkInputGradient(trained.learner());
        Splits splits =
                Splits.here(TrainJob.ofJson(trained.provenance().path("job").toString(), "the job of " + job.run())
                        .data());
        int count = splits.count(Split.TEST);
        for (int i = 0; i < job.images().size(); i++) {
            int number = job.images().get(i);
            Check.that(
                    number >= 0 && number < count,
                    String.format(Locale.ROOT, "--images[%d]", i),
                    number,
                    String.format(Locale.ROOT, "in 0 … %d, the images of the test split", count - 1));
        }
        int[] numbers = job.images().isEmpty()
                ? firstOfEach(splits, trained.learner().classes())
                : job.images().stream().mapToInt(Integer::intValue).toArray();
        return new ExplainRun(
                job,
                trained,
                splits,
                numbers,
                target(job.target(), trained.classNames()),
                Storage.child(root, "reports/%s/%s".formatted(job.run(), Results.EXPLANATION)));
    }

    private static Optional<Integer> target(String name, List<String> classes) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        int label = classes.indexOf(name);
        if (label < 0) {
            label = IntStream.range(0, classes.size())
                    .filter(number -> Integer.toString(number).equals(name))
                    .findFirst()
                    .orElse(-1);
        }
        Check.that(
                label >= 0,
                "--target",
                name,
                "one of the classes %s, or its number%s"
                        .formatted(
                                String.join(", ", classes),
                                Names.nearest(name, classes)
                                        .map("; did you mean %s?"::formatted)
                                        .orElse("")));
        return Optional.of(label);
    }

    /** Returns the first test image of each class that has one, image by image: those of a large data set stay on disk. */
    private static int[] firstOfEach(Splits splits, int classes) {
        Map<Byte, Integer> first = new TreeMap<>();
        for (int i = 0; i < splits.count(Split.TEST) && first.size() < classes; i++) {
            first.putIfAbsent(splits.read(Split.TEST, i, i + 1).labels()[0], i);
        }
        return first.values().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Computes, writes the page and returns the result as JSON. */
    public JsonNode run() throws InterruptedException {
        LearnerSettings settings = trained.learner().forScoring();
        try (Learner learner = Engines.learner(settings)) {
            PixelModel model =
                    new PixelModel(learner, trained.state().parameters(), trained.normalization(), settings.classes());
            List<Explained> explained = new ArrayList<>();
            for (int number : numbers) {
                explained.add(explain(model, number));
            }
            ClassImages classes = ClassImages.of(settings.shape(), job.classSteps(), job.seed());
            List<Image[]> draws = new ArrayList<>();
            for (int draw = 0; draw < DRAWS; draw++) {
                draws.add(classes.draw(model, settings.shape(), draw));
            }
            String lead =
                    "What the model looks at, by the gradient of its scores with respect to the pixels of test images.";
            String html = ExplainPage.of(
                            job.run(),
                            lead,
                            new ClassNames(trained.classNames()),
                            job.step(),
                            explained,
                            new Drawn(classes, draws))
                    .html();
            Storage.write(page, html.getBytes(StandardCharsets.UTF_8));
            return json(explained);
        }
    }

    private Explained explain(PixelModel model, int number) throws InterruptedException {
        LabelledImages one = splits.read(Split.TEST, number, number + 1);
        Image image = one.image(0);
        float[] probabilities = model.probabilities(image);
        List<Integer> byProbability = IntStream.range(0, model.classes())
                .boxed()
                .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
                .toList();
        int predicted = byProbability.get(0);
        int wanted = target.orElse(byProbability.get(1));
        Optional<FoolingImage> fooling = wanted == predicted
                ? Optional.empty()
                : Optional.of(FoolingImage.of(model, image, predicted, wanted, job.step(), job.steps()));
        return new Explained(
                number,
                image,
                one.labels()[0],
                predicted,
                probabilities[predicted],
                Saliency.picture(Saliency.of(model, image, predicted)),
                fooling);
    }

    private JsonNode json(List<Explained> explained) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("run_id", job.run());
        json.put("page", page);
        ArrayNode images = json.putArray("images");
        for (Explained one : explained) {
            ObjectNode entry = images.addObject();
            entry.put("image", one.number());
            entry.put("label", name(one.label()));
            entry.put("predicted", name(one.predicted()));
            entry.put("confidence", one.confidence());
            one.fooling().ifPresent(fooling -> entry.put("target", name(fooling.target()))
                    .put("fooled", fooling.fooled())
                    .put("steps", fooling.steps())
                    .put("norm", fooling.norm())
                    .put("largest_change", fooling.largest()));
        }
        return json;
    }

    private String name(int label) {
        return trained.classNames().get(label);
    }
}
