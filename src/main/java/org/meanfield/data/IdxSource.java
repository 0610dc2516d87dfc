package org.meanfield.data;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;

/**
 * The files of a data set in MNIST's form: images of 28×28 grey levels in 10 classes, two files for training and two for
 * testing, each compressed ({@code .gz}) or not.
 *
 * @param path the folder with the files
 * @param mirror where they are fetched from
 * @param verify whether their contents must have the sums {@code sha256}
 * @param validation how many of the training images are set apart
 * @param sha256 of the decompressed files, in the order of {@link #NAMES}
 */
record IdxSource(String path, String mirror, boolean verify, int validation, List<String> sha256) {
    static final ImageShape SHAPE = new ImageShape(1, 28, 28);
    static final int CLASSES = 10;

    /** Images then labels, training then test. */
    static final List<String> NAMES = List.of(
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    private static final int TRAIN = 0;
    private static final int TEST = 2;

    /** Checks the settings that can be checked without the files. */
    static void check(String path, String mirror, int validation) {
        Check.that(!path.isBlank(), "path", "empty", "a folder");
        Check.that(
                isAddress(mirror),
                "mirror",
                mirror.isBlank() ? "empty" : mirror,
                "an address, such as http://… or file:…");
        Check.that(validation >= 0, "validation", validation, "at least 0");
    }

    private static boolean isAddress(String text) {
        try {
            return !new URI(text).getSchemeSpecificPart().isBlank();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    LabelledImages load(Split split) {
        return switch (split) {
            case TRAIN, VALIDATION -> Holdout.part(published(TRAIN), CLASSES, validation, split);
            case TEST -> published(TEST);
        };
    }

    String hash() {
        String contents = IntStream.range(0, NAMES.size())
                .mapToObj(i -> NAMES.get(i) + " " + read(i, find(i)).sha256() + "\n")
                .collect(Collectors.joining());
        return Sha256.of(contents + "validation " + validation + "\n");
    }

    void fetch(Progress log) {
        Check.that(!Storage.isFile(path), "data.path", path, "a folder");
        for (int i = 0; i < NAMES.size(); i++) {
            if (candidates(i).stream().noneMatch(Storage::exists)) {
                fetch(i, log);
            }
        }
    }

    private void fetch(int index, Progress log) {
        String name = NAMES.get(index) + ".gz";
        String remedy = "put %s into %s, or set data.mirror"
                .formatted(NAMES.stream().map(n -> n + ".gz").collect(Collectors.joining(", ")), path);
        Download download = new Download(Storage.child(mirror, name), remedy);
        Storage.write(
                Storage.child(path, name),
                out -> download.copyTo(out, name, log),
                aside -> check(index, download.source(), readAs(download.source(), index, aside)));
    }

    private LabelledImages published(int first) {
        String imageFile = find(first);
        String labelFile = find(first + 1);
        IdxFile images = read(first, imageFile);
        IdxFile labels = read(first + 1, labelFile);
        Check.that(
                labels.count() == images.count(),
                "number of labels in " + labelFile,
                labels.count(),
                "%d, as many as there are images in %s".formatted(images.count(), imageFile));
        checkLabels(labelFile, labels.values());
        return new LabelledImages(SHAPE, images.values(), labels.values());
    }

    private static void checkLabels(String file, byte[] labels) {
        for (int i = 0; i < labels.length; i++) {
            int label = Byte.toUnsignedInt(labels[i]);
            if (label >= CLASSES) {
                throw new InvalidInputException(
                        "label %d of %s is %d but must be in 0 … %d".formatted(i, file, label, CLASSES - 1));
            }
        }
    }

    private List<String> candidates(int index) {
        String plain = Storage.child(path, NAMES.get(index));
        return List.of(plain + ".gz", plain);
    }

    private String find(int index) {
        return candidates(index).stream()
                .filter(Storage::exists)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "data.path is %s but must be a folder with %s.gz".formatted(path, NAMES.get(index))));
    }

    private IdxFile read(int index, String file) {
        IdxFile idx = readAs(file, index, file);
        check(index, file, idx);
        return idx;
    }

    private static IdxFile readAs(String name, int index, String file) {
        boolean labels = index % 2 == 1;
        int[] item = labels ? new int[0] : new int[] {SHAPE.height(), SHAPE.width()};
        return IdxFile.read(name, Storage.open(file), item);
    }

    private void check(int index, String name, IdxFile file) {
        Check.that(
                !verify || file.sha256().equals(sha256.get(index)),
                "SHA-256 of the decompressed " + name,
                file.sha256(),
                sha256.get(index) + ", unless data.verify is false");
    }
}
