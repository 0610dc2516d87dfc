package org.meanfield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meanfield.evaluate.ClassImages;
import org.meanfield.evaluate.FoolingImage;
import org.meanfield.image.Image;
import org.meanfield.report.chart.CannotDrawException;

/** Page of what a model looks at: saliency, fooling images and class images. */
public final class ExplainPage {
    /**
     * A test image with what was found about it.
     *
     * @param number its number in the split
     * @param label its class
     * @param predicted the model's class for it
     * @param confidence the probability of that class
     * @param saliency its saliency as a picture
     * @param fooling the fooling image; empty if it was the target's class from the start
     */
    public record Explained(
            int number,
            Image image,
            int label,
            int predicted,
            double confidence,
            Image saliency,
            Optional<FoolingImage> fooling) {}

    /**
     * Images of each class.
     *
     * @param settings how they were made
     * @param draws of each draw the image of each class
     */
    public record Drawn(ClassImages settings, List<Image[]> draws) {}

    private ExplainPage() {}

    /**
     * Returns the page.
     *
     * @param runId the model's run
     * @param step the length of a fooling step
     * @throws CannotDrawException if Java has no fonts
     */
    public static Page of(
            String runId, String lead, ClassNames names, double step, List<Explained> images, Drawn drawn) {
        Page page = new Page("Explained: " + runId, lead);
        page.heading("Saliency and fooling images");
        page.text(String.format(
                Locale.ROOT,
                "From the left: the test image; |∂score/∂x| for the score of the class that the model sees, the largest over the "
                        + "channels, white from its 99th percentile on; the image changed by gradient ascent of the other class's score minus "
                        + "that of the model's class, in steps of norm %s, until the class changes; and that change, enlarged so that the largest "
                        + "is black or white.",
                step));
        page.markup(Html.picture(
                CannotDrawException.drawn(() -> sheet(names, images)),
                "Test images with their saliency, their fooling images and the changes."));
        page.markup(table(names, images).html());
        page.heading("Class images");
        ClassImages settings = drawn.settings();
        page.text(String.format(
                Locale.ROOT,
                "Gradient ascent of a class's score from the mean grey or colour of the training images with a little noise: %d steps, decay %s a "
                        + "step, shifts of up to %d pixels, a blur of %s pixels every %d steps; seed %d, %d draws side by side.",
                settings.steps(),
                settings.decay(),
                settings.jitter(),
                settings.blur(),
                settings.blurEvery(),
                settings.seed(),
                drawn.draws().size()));
        return page.markup(Html.picture(
                CannotDrawException.drawn(() -> SampleSheet.png(classes(names, drawn))),
                "For each class, images with a high score."));
    }

    private static byte[] sheet(ClassNames names, List<Explained> images) {
        List<SampleSheet.Row> rows = new ArrayList<>();
        for (Explained explained : images) {
            rows.add(new SampleSheet.Row(
                    String.format(
                            Locale.ROOT,
                            "%d: %s%s",
                            explained.number(),
                            names.of(explained.predicted()),
                            explained
                                    .fooling()
                                    .map(fooling -> " → " + names.of(fooling.target()))
                                    .orElse("")),
                    List.of(
                            Optional.of(explained.image()),
                            Optional.of(explained.saliency()),
                            explained.fooling().map(FoolingImage::image),
                            explained.fooling().map(fooling -> fooling.change(explained.image())))));
        }
        List<SampleSheet.Head> heads = List.of(
                new SampleSheet.Head("image", 1),
                new SampleSheet.Head("saliency", 1),
                new SampleSheet.Head("fooling", 1),
                new SampleSheet.Head("change", 1));
        return SampleSheet.png(List.of(heads), rows);
    }

    private static HtmlTable table(ClassNames names, List<Explained> images) {
        HtmlTable table = new HtmlTable(
                "image#",
                "label",
                "model sees",
                "confidence#",
                "target",
                "steps#",
                "norm of change#",
                "largest change#",
                "target's confidence#");
        for (Explained explained : images) {
            table.cell(Integer.toString(explained.number()), explained.number())
                    .cell(names.of(explained.label()))
                    .cell(names.of(explained.predicted()))
                    .cell(Numbers.percent(explained.confidence()), explained.confidence());
            Optional<FoolingImage> fooling = explained.fooling();
            table.cell(fooling.map(found -> names.of(found.target())).orElse("–"))
                    .cell(
                            fooling.map(found -> found.steps() + (found.fooled() ? "" : ", not fooled"))
                                    .orElse("–"),
                            fooling.map(found -> (double) found.steps()).orElse(Double.NaN))
                    .cell(fooling.map(found -> number(found.norm())).orElse("–"))
                    .cell(fooling.map(found -> number(found.largest())).orElse("–"))
                    .cell(fooling.map(found -> Numbers.percent(found.confidence()))
                            .orElse("–"));
        }
        return table;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static List<SampleSheet.Row> classes(ClassNames names, Drawn drawn) {
        List<SampleSheet.Row> rows = new ArrayList<>();
        for (int label = 0; label < drawn.draws().get(0).length; label++) {
            int row = label;
            rows.add(SampleSheet.Row.of(
                    names.of(label),
                    drawn.draws().stream().map(images -> images[row]).toList()));
        }
        return rows;
    }
}
