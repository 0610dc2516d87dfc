package org.meanfield.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.image.PictureFile;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Storage;

/**
 * What is in a folder of pictures, as {@link ImageFolder} with its defaults divides it. Every picture is decoded.
 *
 * @param classNames the classes in the order of their labels
 * @param counts the pictures of each class that can be read, for each split that has a part of its own: by label
 * @param heights of the pictures that can be read, in pixels, sorted
 * @param widths of the same, sorted
 * @param shorterSides the smaller of height and width of each of them, sorted
 * @param coloured how many of them have colours
 * @param problems a message for each file that cannot be read
 * @param copies the pictures that are there more than once
 */
public record FolderSurvey(
        List<String> classNames,
        Map<Split, int[]> counts,
        int[] heights,
        int[] widths,
        int[] shorterSides,
        int coloured,
        List<String> problems,
        Copies copies) {
    /** The side at which colours are looked for. */
    private static final int SIDE = 16;
    /** How often progress is shown. */
    private static final int SHOWN = 64;
    /** A grey JPEG with three channels may differ by this much between them. */
    private static final int GREY_LEVELS = 2;

    /**
     * Files whose bytes equal those of an earlier one.
     *
     * @param files how many they are
     * @param otherClass how many of them are of another class than the earlier one
     * @param otherSplit how many of them are in another split than the earlier one
     */
    public record Copies(int files, int otherClass, int otherSplit) {}

    /** What is known of a file; {@code height} is 0 if it cannot be read. */
    private record Look(int height, int width, boolean coloured, long print, String problem) {}

    /** A file with the split of its part. */
    private record Entry(Split split, PictureReading.Member member) {}

    /**
     * Looks at a folder.
     *
     * @param path as for {@code data.path}
     * @throws InvalidInputException if it is no folder of classes, or a class has no picture that can be read
     */
    public static FolderSurvey of(String path, Progress progress) {
        String folder = Storage.absolute(path);
        Check.that(
                !Listing.folders(folder).isEmpty(),
                "--data",
                path,
                "a folder with a folder of pictures for each class");
        ImageTree tree = (ImageTree) new ImageFolder(
                        path,
                        3,
                        SIDE,
                        SIDE,
                        List.of(),
                        ImageFolder.TEST_SHARE,
                        0,
                        OnError.SKIP,
                        ImageFolder.MAX_FILE_SIDE,
                        ImageFolder.MAX_FILE_PIXELS,
                        "",
                        0,
                        Labels.PUBLISHED)
                .source();
        tree.fetch(progress);
        List<Entry> entries = new ArrayList<>();
        for (Source.Part part : tree.parts()) {
            tree.members(part).forEach(member -> entries.add(new Entry(part.split(), member)));
        }
        Look[] looks = new Look[entries.size()];
        AtomicInteger done = new AtomicInteger();
        IntStream.range(0, looks.length).parallel().forEach(i -> {
            looks[i] = look(tree, entries.get(i).member());
            int looked = done.incrementAndGet();
            if (looked % SHOWN == 0) {
                progress.show(String.format(Locale.ROOT, "%,d of %,d pictures", looked, looks.length));
            }
        });
        return of(tree, entries, looks);
    }

    private static Look look(ImageTree tree, PictureReading.Member member) {
        String file = Storage.child(tree.path(), member.file());
        byte[] bytes = tree.reader().bytes(file);
        byte[] pixels = new byte[tree.shape().size()];
        try {
            tree.reader().read(file, bytes, pixels, 0);
            PictureFile header = PictureReader.open(file, bytes);
            long print = new Contents.Fingerprints().of(bytes, 0, bytes.length);
            return new Look(header.height(), header.width(), isColoured(pixels), print, "");
        } catch (InvalidInputException | IOException e) {
            return new Look(0, 0, false, 0, e.getMessage());
        }
    }

    private static boolean isColoured(byte[] pixels) {
        int plane = pixels.length / 3;
        return IntStream.range(0, plane).anyMatch(i -> {
            int first = pixels[i] & 0xff;
            return Math.abs(first - (pixels[plane + i] & 0xff)) > GREY_LEVELS
                    || Math.abs(first - (pixels[2 * plane + i] & 0xff)) > GREY_LEVELS;
        });
    }

    private static FolderSurvey of(ImageTree tree, List<Entry> entries, Look[] looks) {
        List<String> names = tree.classNames();
        Map<Split, int[]> counts = new EnumMap<>(Split.class);
        tree.parts().forEach(part -> counts.put(part.split(), new int[names.size()]));
        List<String> problems = new ArrayList<>();
        Map<Long, Integer> firsts = new HashMap<>();
        int[] copies = new int[3];
        for (int i = 0; i < looks.length; i++) {
            Entry entry = entries.get(i);
            if (looks[i].height() == 0) {
                problems.add(looks[i].problem());
                continue;
            }
            counts.get(entry.split())[entry.member().label()]++;
            Integer first = firsts.putIfAbsent(looks[i].print(), i);
            if (first != null) {
                copies[0]++;
                copies[1] +=
                        entries.get(first).member().label() == entry.member().label() ? 0 : 1;
                copies[2] += entries.get(first).split() == entry.split() ? 0 : 1;
            }
        }
        counts.forEach((split, ofClass) -> {
            for (int label = 0; label < ofClass.length; label++) {
                Check.that(
                        ofClass[label] > 0,
                        "number of %s pictures of %s that can be read".formatted(split.label(), names.get(label)),
                        0,
                        "at least 1");
            }
        });
        List<Look> readable =
                Arrays.stream(looks).filter(look -> look.height() > 0).toList();
        return new FolderSurvey(
                names,
                counts,
                readable.stream().mapToInt(Look::height).sorted().toArray(),
                readable.stream().mapToInt(Look::width).sorted().toArray(),
                readable.stream()
                        .mapToInt(look -> Math.min(look.height(), look.width()))
                        .sorted()
                        .toArray(),
                (int) readable.stream().filter(Look::coloured).count(),
                problems,
                new Copies(copies[0], copies[1], copies[2]));
    }

    /** Returns the number of pictures that can be read. */
    public int pictures() {
        return heights.length;
    }

    /** Returns the number of pictures of a split; 0 if it has no part of its own. */
    public int count(Split split) {
        return IntStream.of(counts.getOrDefault(split, new int[0])).sum();
    }

    /** Returns the pictures of a class, over all splits. */
    public int ofClass(int label) {
        return counts.values().stream().mapToInt(ofClass -> ofClass[label]).sum();
    }

    /** Returns the size that all pictures have; empty if they differ. */
    public Optional<ImageShape> commonSize() {
        int last = pictures() - 1;
        boolean same = heights[0] == heights[last] && widths[0] == widths[last];
        return same ? Optional.of(new ImageShape(coloured > 0 ? 3 : 1, heights[0], widths[0])) : Optional.empty();
    }
}
