package org.meanfield.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

/**
 * The folder of one class of pictures.
 *
 * @param path of the data set
 * @param name the folder's name
 */
record ClassFolder(String path, String name) {
    static final int MIN_CLASSES = 2;
    /** Labels are bytes. */
    static final int MAX_CLASSES = 128;

    private static final String SUFFIX = "(?i).*\\.(png|jpe?g)";

    static boolean isNumberOfClasses(int count) {
        return count >= MIN_CLASSES && count <= MAX_CLASSES;
    }

    /**
     * Returns the names of the classes that have a folder in another folder.
     *
     * @param given those that must be there, in the order of their labels; empty for all, sorted
     * @throws InvalidInputException if one is missing, if there are too few or too many, or if a picture is beside them
     */
    static List<String> names(String parent, List<String> given) {
        checkLinks(parent);
        List<String> there = Listing.shown(Listing.folders(parent));
        List<String> classes = given.isEmpty() ? there : given;
        List<String> missing =
                classes.stream().filter(name -> !there.contains(name)).toList();
        Check.that(missing.isEmpty(), "data.class-names", given, "folders of " + parent + ", which lacks " + missing);
        Check.that(
                isNumberOfClasses(classes.size()),
                "number of class folders in " + parent,
                classes.size(),
                "in %d … %d".formatted(MIN_CLASSES, MAX_CLASSES));
        Listing.shown(Listing.files(parent)).stream()
                .filter(ClassFolder::isPicture)
                .findFirst()
                .ifPresent(loose -> {
                    throw new InvalidInputException("%s is beside the class folders but must be in one"
                            .formatted(Storage.child(parent, loose)));
                });
        return classes;
    }

    /** Listings leave out dangling links, and with the link a whole class would be missing. */
    static void checkLinks(String parent) {
        List<String> dangling = Listing.shown(Listing.dangling(parent));
        Check.that(
                dangling.isEmpty(),
                dangling.stream().map(name -> Storage.child(parent, name)).collect(Collectors.joining(", ")),
                "a dangling link",
                "a folder of pictures");
    }

    /** Returns whether a file's name is that of a PNG or JPEG. */
    static boolean isPicture(String name) {
        return name.matches(SUFFIX);
    }

    /** Returns the names of its pictures, sorted; at least one. */
    List<String> pictures() {
        List<String> names = Listing.shown(Listing.files(folder())).stream()
                .filter(ClassFolder::isPicture)
                .toList();
        Check.that(!names.isEmpty(), "number of pictures in " + folder(), 0, "at least 1");
        return names;
    }

    /** Returns a message for each entry that is not a picture. */
    List<String> strangers() {
        List<String> strangers = new ArrayList<>();
        String wrong = "%s is %s but must be " + PictureReader.KINDS;
        Listing.shown(Listing.dangling(folder()))
                .forEach(link -> strangers.add(String.format(Locale.ROOT, wrong, file(link), "a dangling link")));
        Listing.shown(Listing.folders(folder()))
                .forEach(inner -> strangers.add(String.format(Locale.ROOT, wrong, file(inner), "a folder")));
        Listing.shown(Listing.files(folder())).stream()
                .filter(file -> !isPicture(file))
                .forEach(file -> strangers.add(String.format(Locale.ROOT, wrong, file(file), "another kind of file")));
        return strangers;
    }

    /** Returns the pictures for testing, or the others. */
    List<String> share(double testShare, boolean tests) {
        List<String> names = pictures();
        Check.that(
                names.size() > 1,
                "number of pictures in " + folder(),
                names.size(),
                "at least 2, one of them for testing");
        int tested = (int) Math.max(1, Math.min(names.size() - 1, Math.round(testShare * names.size())));
        List<String> byHash = names.stream()
                .sorted(Comparator.comparing((String file) -> Sha256.of(name + "/" + file)))
                .toList();
        return (tests ? byHash.subList(0, tested) : byHash.subList(tested, names.size()))
                .stream().sorted().toList();
    }

    private String folder() {
        return Storage.child(path, name);
    }

    private String file(String file) {
        return Storage.child(folder(), file);
    }
}
