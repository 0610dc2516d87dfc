package org.meanfield.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.meanfield.config.Check;
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
    private static final String SUFFIX = "(?i).*\\.(png|jpe?g)";

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
