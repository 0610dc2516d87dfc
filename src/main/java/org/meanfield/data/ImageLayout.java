package org.meanfield.data;

import java.util.ArrayList;
import java.util.List;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.Listing;

/**
 * The layout of a folder of pictures: which of its folders are its parts.
 *
 * @param parts those for training, validation and testing
 * @param divided whether each part has a folder of its own
 * @param unused the folders beside the parts
 */
record ImageLayout(List<Source.Part> parts, boolean divided, List<String> unused) {
    static final Source.Part TRAIN = new Source.Part("train", Split.TRAIN);
    static final Source.Part TEST = new Source.Part("test", Split.TEST);

    private static final List<String> VALIDATION = List.of("val", "valid", "validation");

    /**
     * Determines the layout of a folder.
     *
     * @param classes the classes that the job names, if any: they may have the names of parts
     * @throws InvalidInputException if it has some of the parts, but not all required ones
     */
    static ImageLayout of(String path, List<String> classes) {
        List<String> folders = Listing.shown(Listing.folders(path));
        List<String> validation = VALIDATION.stream().filter(folders::contains).toList();
        boolean train = folders.contains(TRAIN.name());
        boolean test = folders.contains(TEST.name());
        if (train && test) {
            Check.that(
                    validation.size() < 2,
                    "validation part of " + path,
                    String.join(" and ", validation),
                    "one folder at most");
            List<Source.Part> parts = new ArrayList<>(List.of(TRAIN));
            validation.forEach(name -> parts.add(new Source.Part(name, Split.VALIDATION)));
            parts.add(TEST);
            List<String> unused = new ArrayList<>(folders);
            parts.forEach(part -> unused.remove(part.name()));
            return new ImageLayout(List.copyOf(parts), true, List.copyOf(unused));
        }
        List<String> there = new ArrayList<>(folders);
        there.removeIf(name -> !name.equals(TRAIN.name()) && !name.equals(TEST.name()) && !VALIDATION.contains(name));
        boolean onlyParts = there.size() == folders.size() && !there.isEmpty();
        if (classes.isEmpty() && (onlyParts || (train && !validation.isEmpty()))) {
            throw new InvalidInputException(
                    "data.path is %s, which has %s and no %s, but must have train and test (and may have val, valid or validation), or a folder for each class and none of these"
                            .formatted(path, String.join(" and ", there), train ? TEST.name() : TRAIN.name()));
        }
        return new ImageLayout(List.of(TRAIN, TEST), false, List.of());
    }

    /** Returns whether one of the parts is for validation. */
    boolean hasValidation() {
        return parts.stream().anyMatch(part -> part.split() == Split.VALIDATION);
    }
}
