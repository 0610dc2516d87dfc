package org.meanfield.augment;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Names;
import org.meanfield.corrupt.Corruption;
import org.meanfield.corrupt.Defaults;
import org.meanfield.corrupt.Suite;
import org.meanfield.data.Normalization;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;

/**
 * A corruption of the robustness evaluation, drawn from a list, at a severity drawn from those listed; both equally likely. A model that
 * was trained with it is not evaluated under these corruptions, unless the evaluation says {@code allow-trained-on}.
 *
 * @param types names of corruptions, each with its published severities; empty for those of {@code suite}
 * @param suite a list of corruptions in place of {@code types}
 * @param severities those to draw from, from 1; of a corruption with fewer, its strongest in place of higher ones
 * @param probability that an image is changed
 */
public record Corrupt(
        @Default("[]") List<String> types,
        @Default("none") Suite suite,
        @Default("[1, 2, 3, 4, 5]") List<Integer> severities,
        @Default("0.5") double probability)
        implements Augmentation {
    private static final int SEVERITIES = 5;

    /** Normalization that changes nothing: the corruptions are before it. */
    private static final Normalization PLAIN = new Normalization(new float[Colour.CHANNELS], new float[] {1, 1, 1});

    /** Checks the settings. */
    public Corrupt {
        Check.that(
                types.isEmpty() != (suite == Suite.NONE),
                "types",
                types,
                types.isEmpty() ? "a list of corruptions where suite is none" : "empty where suite is not none");
        for (int i = 0; i < types.size(); i++) {
            Check.that(
                    Defaults.ALL.containsKey(types.get(i)),
                    String.format(Locale.ROOT, "types[%d]", i),
                    types.get(i),
                    "one of " + String.join(", ", Defaults.ALL.keySet())
                            + Names.nearest(types.get(i), Defaults.ALL.keySet())
                                    .map("; did you mean %s?"::formatted)
                                    .orElse(""));
        }
        Check.that(new HashSet<>(types).size() == types.size(), "types", types, "a list of different ones");
        Check.that(!severities.isEmpty(), "severities", "empty", "a list of at least one number");
        for (int i = 0; i < severities.size(); i++) {
            Check.that(
                    severities.get(i) >= 1 && severities.get(i) <= SEVERITIES,
                    String.format(Locale.ROOT, "severities[%d]", i),
                    severities.get(i),
                    "in 1 … " + SEVERITIES);
        }
        Draw.checkProbability(probability);
        types = List.copyOf(types);
        severities = List.copyOf(severities);
    }

    @Override
    public List<String> trainsOn() {
        return suite == Suite.NONE
                ? types
                : suite.corruptions().stream().map(Corruption::label).toList();
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        List<String> names = trainsOn();
        Corruption corruption = Defaults.ALL.get(names.get(random.nextInt(names.size())));
        int severity = Math.min(corruption.severities(), severities.get(random.nextInt(severities.size())));
        return corruption.apply(image, severity, PLAIN, random);
    }
}
