package org.meanfield.job.draft;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meanfield.data.FolderSurvey;
import org.meanfield.data.Split;
import org.meanfield.image.ImageShape;

/** The text of a first job file and of a first sweep, with the reasons for their settings. */
final class FirstJob {
    private static final int FIRST_FILTERS = 32;
    private static final int MOST_FILTERS = 128;
    /** Statistics of fewer images would be noise. */
    private static final int LEAST_NORMALIZED = 8;

    private final String name;
    private final String path;
    private final FolderSurvey survey;
    private final FirstSettings settings;

    FirstJob(String name, String path, FolderSurvey survey) {
        this.name = name;
        this.path = path;
        this.survey = survey;
        this.settings = FirstSettings.of(survey);
    }

    /** Returns the settings. */
    FirstSettings settings() {
        return settings;
    }

    /**
     * Returns the job file.
     *
     * @param file its path, for the commands in its comments
     */
    String job(String file) {
        String head = format(
                "# %,d pictures in %d classes. Every key: docs/reference.md; the pictures: docs/image-folder.md.%n%s#   deploy/submit.sh train %s%n",
                survey.pictures(), survey.classNames().size(), prepare(file), file);
        return head + training("", settings.epochs(), augmentations());
    }

    /**
     * Returns the sweep file: learning rates, each with and without augmentation.
     *
     * @param file its path, for the commands in its comments
     */
    String sweep(String file) {
        int epochs = Math.max(1, settings.epochs() / 2);
        return format(
                """
                # Which learning rate, and do random changes of the pictures help? 6 cells of 2 seeds, half of the epochs each.
                %s#   deploy/submit.sh sweep %s --dry-run     # how long it will take
                #   deploy/submit.sh sweep %s
                name: %s-sweep
                base:
                %sgrid:
                  train.optimizer.learning-rate: [0.0003, 0.001, 0.003]
                  augment:
                    - []
                    - [%s]
                # The least that shows whether a difference is larger than that of two seeds; 5 are better.
                seeds: 2
                """,
                prepare(file), file, file, name, training("  ", epochs, List.of()), String.join(", ", augmentations()));
    }

    private String prepare(String file) {
        return settings.needsShards(survey)
                ? format("#   deploy/submit.sh prepare %s     # once: so many pixels are read from shards%n", file)
                : "";
    }

    private List<String> augmentations() {
        List<String> augmentations = new ArrayList<>();
        if (settings.mirrored()) {
            augmentations.add("{type: horizontal-flip}");
        }
        int side = Math.min(settings.height(), settings.width());
        augmentations.add(format("{type: random-crop, padding: %d, border: replicate}", Math.max(1, side / 8)));
        return augmentations;
    }

    /** The job, each line after {@code indent}. */
    private String training(String indent, int epochs, List<String> augmentations) {
        StringBuilder text = new StringBuilder();
        text.append(format("name: %s%nseed: 1%n%s", name, data()));
        text.append(model());
        if (!augmentations.isEmpty()) {
            text.append(format(
                    "# Random changes of the training pictures; deploy/submit.sh samples shows them.%s%naugment:%n",
                    settings.mirrored() ? " Delete the flip if a mirrored picture is of another class." : ""));
            augmentations.forEach(one -> text.append(format("  - %s%n", one)));
        }
        text.append(format(
                """
                        train:
                          # Logical workers: as many as cores, but the result depends on it.
                          workers: %d
                          batch: %d
                          # Steps between two averages of the workers.
                          local-steps: %d
                          # About %d steps of each worker.
                          epochs: %d
                          optimizer: {type: adamw, learning-rate: 0.001, weight-decay: 0.01}
                          schedule: {type: cosine, warm-up: %d}
                        """,
                FirstSettings.WORKERS,
                settings.batch(),
                settings.localSteps(),
                steps(epochs),
                epochs,
                Math.min(50, steps(epochs) / 10)));
        return text.toString().lines().map(line -> indent + line + "\n").reduce("", String::concat);
    }

    private int steps(int epochs) {
        int shard = (survey.count(Split.TRAIN) - settings.validation()) / FirstSettings.WORKERS;
        return epochs * Math.max(1, (shard + settings.batch() - 1) / settings.batch());
    }

    private String data() {
        List<String> keys = new ArrayList<>();
        keys.add("  type: image-folder");
        keys.add("  path: " + quoted(path));
        keys.add(survey.coloured() > 0 ? "  channels: 3" : "  # No picture has colours.\n  channels: 1");
        keys.add(
                survey.commonSize().filter(this::isShape).isPresent()
                        ? "  # The pictures' own size."
                        : format(
                                "  # The pictures' shorter sides: %d … %d, median %d. More pixels show more and cost more: twice the side, four times the time.",
                                survey.shorterSides()[0],
                                survey.shorterSides()[survey.pictures() - 1],
                                survey.shorterSides()[survey.pictures() / 2]));
        keys.add(format("  height: %d%n  width: %d", settings.height(), settings.width()));
        if (settings.validation() > 0) {
            keys.add(format(
                    "  # Of the training pictures, for choices: equally many of each class.%n  validation: %d",
                    settings.validation()));
        }
        if (!survey.problems().isEmpty()) {
            keys.add(format(
                    "  # %,d cannot be read.%n  on-error: skip",
                    survey.problems().size()));
        }
        return "data:\n" + String.join("\n", keys) + "\n";
    }

    private boolean isShape(ImageShape size) {
        return size.height() == settings.height() && size.width() == settings.width();
    }

    private String model() {
        StringBuilder blocks = new StringBuilder();
        for (int i = 0; i < settings.blocks(); i++) {
            blocks.append(format(
                    "    - {filters: %d, %spool: 2}%n",
                    Math.min(MOST_FILTERS, FIRST_FILTERS << i),
                    settings.batch() >= LEAST_NORMALIZED ? "batch-norm: true, " : ""));
        }
        return format(
                "# A small convolutional network; deploy/submit.sh summary shows its layers.%nmodel:%n  type: cnn%n  blocks:%n%s  dense: [128]%n  dropout: 0.3%n",
                blocks);
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_/~][A-Za-z0-9_/.~-]*")
                ? text
                : TextNode.valueOf(text).toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
