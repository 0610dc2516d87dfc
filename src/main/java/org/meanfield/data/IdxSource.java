package org.meanfield.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.Download;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Storage;

/**
 * The files of a data set in MNIST's form: images of 28×28 grey levels in 10 classes, two files for training and two for
 * testing, each compressed ({@code .gz}) or not, with a hyphen or a dot before {@code idx}.
 *
 * @param path the folder with the files
 * @param mirror where they are fetched from
 * @param verify whether the checksums {@code sha256} are verified
 * @param heldOut the number of training images held out for validation
 * @param sha256 the checksums of the decompressed files, in the order of {@link #NAMES}
 * @param classNames the names of the classes, in the order of their labels
 */
record IdxSource(String path, String mirror, boolean verify, int heldOut, List<String> sha256, List<String> classNames)
        implements Source {
    /** The names of digits. */
    static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    static final ImageShape SHAPE = new ImageShape(1, 28, 28);
    static final int CLASSES = 10;

    /** Images then labels, training then test. */
    static final List<String> NAMES = List.of(
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    private static final Part TRAIN = new Part("train", Split.TRAIN);
    private static final Part TEST = new Part("test", Split.TEST);

    @Override
    public ImageShape shape() {
        return SHAPE;
    }

    @Override
    public int classes() {
        return CLASSES;
    }

    @Override
    public List<Part> parts() {
        return List.of(TRAIN, TEST);
    }

    @Override
    public int count(Part part) {
        String file = find(first(part));
        int count = IdxFile.count(file, Storage.open(file), SHAPE.height(), SHAPE.width());
        new PromisedSize(file, (long) count * SHAPE.size()).checkLength(Storage.size(file));
        return count;
    }

    @Override
    public byte[] read(Part part, Sink sink) {
        int first = first(part);
        IdxFile images = read(first);
        IdxFile labels = read(first + 1);
        Check.that(
                labels.count() == images.count(),
                "number of labels in " + find(first + 1),
                labels.count(),
                "%d, as many as there are images in %s".formatted(images.count(), find(first)));
        checkLabels(find(first + 1), labels.values());
        sink.accept(images.values(), images.count());
        return labels.values();
    }

    @Override
    public List<Checksum> checksums() {
        return IntStream.range(0, NAMES.size())
                .mapToObj(i -> new Checksum(NAMES.get(i), read(i).sha256()))
                .toList();
    }

    @Override
    public String stamp() {
        return Source.stamp(IntStream.range(0, NAMES.size())
                .mapToObj(i -> candidates(i).stream()
                        .flatMap(file -> Listing.stamps(file).stream())
                        .toList())
                .toList());
    }

    @Override
    public void fetch(Progress log) {
        Check.that(!Storage.isFile(path), "data.path", path, "a folder");
        for (int i = 0; i < NAMES.size(); i++) {
            if (existing(i).isEmpty()) {
                fetch(i, log);
            }
        }
    }

    private void fetch(int index, Progress log) {
        String name = NAMES.get(index) + ".gz";
        String remedy = "put %s into %s, or set data.mirror"
                .formatted(NAMES.stream().map(n -> n + ".gz").collect(Collectors.joining(", ")), path);
        Download download = new Download(Storage.child(mirror, name), Source.absent(path), remedy);
        download.to(
                Storage.child(path, name),
                log,
                fetched -> check(index, download.source(), readAs(download.source(), index, fetched)));
    }

    private static int first(Part part) {
        return part.equals(TRAIN) ? 0 : 2;
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
        String dotted = plain.replaceFirst("-(idx.-ubyte)$", ".$1");
        return List.of(plain + ".gz", plain, dotted + ".gz", dotted);
    }

    /** Returns the file, or nothing where there is none; unpacked by Kaggle, a folder of the file's name is beside it. */
    private Optional<String> existing(int index) {
        Optional<String> file =
                candidates(index).stream().filter(Storage::isFile).findFirst();
        if (file.isEmpty()) {
            candidates(index).stream()
                    .filter(there -> Storage.exists(there) && !Storage.isFile(there)) // else it has just come
                    .findFirst()
                    .ifPresent(folder -> {
                        throw new InvalidInputException("%s is a folder but must be a file".formatted(folder));
                    });
        }
        return file;
    }

    private String find(int index) {
        return existing(index)
                .orElseThrow(() -> new InvalidInputException(
                        "data.path is %s but must be a folder with %s.gz".formatted(path, NAMES.get(index))));
    }

    private IdxFile read(int index) {
        String file = find(index);
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
