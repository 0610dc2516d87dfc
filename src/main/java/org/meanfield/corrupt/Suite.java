package org.meanfield.corrupt;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.meanfield.config.Names;

/** A list of corruptions to choose by one name, each with its default settings. */
public enum Suite {
    /** None: the job lists its corruptions. */
    NONE(""),
    /** The fifteen of CIFAR-10-C that its mean corruption error is over. */
    CIFAR_10_C(
            "gaussian-noise shot-noise impulse-noise defocus-blur glass-blur motion-blur zoom-blur snow frost fog brightness"
                    + " contrast elastic-transform pixelate jpeg"),
    /** The fifteen of MNIST-C. */
    MNIST_C("shot-noise impulse-noise glass-blur motion-blur shear scale rotate brightness translate stripe fog spatter"
            + " dotted-line zigzag canny-edges"),
    /** Every corruption there is but {@code npy}. */
    ALL("");

    /** The severities of the images that MNIST-C has published: the defaults of its script. */
    private static final Map<String, Integer> OF_MNIST_C = Map.ofEntries(
            Map.entry("shot-noise", 5),
            Map.entry("impulse-noise", 4),
            Map.entry("glass-blur", 1),
            Map.entry("motion-blur", 1),
            Map.entry("shear", 2),
            Map.entry("scale", 3),
            Map.entry("rotate", 2),
            Map.entry("brightness", 5),
            Map.entry("translate", 3),
            Map.entry("fog", 5),
            Map.entry("spatter", 4));

    private final String names;

    Suite(String names) {
        this.names = names;
    }

    /** Returns the corruptions, in the order of the benchmark. */
    public List<Corruption> corruptions() {
        return switch (this) {
            case NONE -> List.of();
            case ALL -> List.copyOf(Defaults.ALL.values());
            case CIFAR_10_C, MNIST_C -> Arrays.stream(names.split(" ", -1))
                    .map(Defaults.ALL::get)
                    .toList();
        };
    }

    /** Returns the severities that were published of {@code corruption}, one of these: MNIST-C has one, the others have all. */
    public List<Integer> severities(Corruption corruption) {
        String name = Names.of(Corruption.class, corruption.getClass());
        if (this == MNIST_C && OF_MNIST_C.containsKey(name)) {
            return List.of(OF_MNIST_C.get(name));
        }
        return Severities.all(corruption);
    }
}
