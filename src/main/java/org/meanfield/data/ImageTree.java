package org.meanfield.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

/**
 * Pictures in a folder for each class. Names that begin with a dot are not looked at; every other file in the folder of a class
 * must be a picture.
 *
 * @param path the folder with {@code train} and {@code test}, or with the classes
 * @param shape to which the pictures are resized
 * @param given the classes in the order of their labels; empty for all, sorted
 * @param testShare of each class, where there is no folder for testing. Which of its pictures it takes depends on their names
 *     alone, so that nearly all stay where they were when others come
 * @param heldOut how many of the training images are for validation
 */
record ImageTree(String path, ImageShape shape, List<String> given, double testShare, int heldOut) implements Source {
    static final int MIN_CLASSES = 2;
    /** Labels are bytes. */
    static final int MAX_CLASSES = 128;

    private static final Part TRAIN = new Part("train", Split.TRAIN);
    private static final Part TEST = new Part("test", Split.TEST);
    private static final String FORM = "a folder with train/<class>/… and test/<class>/…, or with <class>/…";
    private static final String SUFFIX = "(?i).*\\.(png|jpe?g)";
    /** The most pictures that are decoded side by side, and the most bytes that they come to. */
    private static final int MAX_BLOCK = 256;

    private static final int BLOCK_BYTES = 8 << 20;

    /** A picture: its path below {@link #path}, and its class. */
    private record Member(String file, int label) {}

    static boolean isNumberOfClasses(int count) {
        return count >= MIN_CLASSES && count <= MAX_CLASSES;
    }

    @Override
    public List<Part> parts() {
        return List.of(TRAIN, TEST);
    }

    @Override
    public int classes() {
        return classNames().size();
    }

    /** Returns the names of the classes, which are the same for training and testing. */
    @Override
    public List<String> classNames() {
        if (!isDivided()) {
            return classes(path);
        }
        List<String> trained = classes(folder(TRAIN));
        List<String> tested = classes(folder(TEST));
        Check.that(
                tested.equals(trained),
                "classes in " + folder(TEST),
                String.join(", ", tested),
                "%s, which are those in %s".formatted(String.join(", ", trained), folder(TRAIN)));
        return trained;
    }

    @Override
    public int count(Part part) {
        return members(part).size();
    }

    /** Reads a block of pictures at a time, on all cores. */
    @Override
    public byte[] read(Part part, Sink sink) {
        List<Member> members = members(part);
        byte[] labels = new byte[members.size()];
        int block = Math.max(1, Math.min(MAX_BLOCK, BLOCK_BYTES / shape.size()));
        byte[] pixels = new byte[block * shape.size()];
        for (int start = 0; start < labels.length; start += block) {
            int first = start;
            int end = Math.min(start + block, labels.length);
            IntStream.range(first, end).parallel().forEach(i -> {
                String file = Storage.child(path, members.get(i).file());
                labels[i] = (byte) members.get(i).label();
                Picture.read(file, Storage.read(file), shape.channels())
                        .resize(shape, pixels, (i - first) * shape.size());
            });
            sink.accept(pixels, end - first);
        }
        return labels;
    }

    /** Returns a sum for each class and part: that of the lines {@code <file> <SHA-256>} of its pictures. */
    @Override
    public List<Checksum> checksums() {
        List<String> classes = classNames();
        List<Checksum> sums = new ArrayList<>();
        for (Part part : parts()) {
            List<Member> members = members(part);
            for (int k = 0; k < classes.size(); k++) {
                int label = k;
                List<String> lines =
                        members.stream().filter(member -> member.label() == label).toList().parallelStream()
                                .map(member -> "%s %s%n"
                                        .formatted(
                                                member.file(),
                                                Sha256.of(Storage.read(Storage.child(path, member.file())))))
                                .toList();
                sums.add(new Checksum(part.name() + "/" + classes.get(k), Sha256.of(String.join("", lines))));
            }
        }
        return sums;
    }

    /** The same pictures in another size are other data. */
    @Override
    public String hash(List<Checksum> checksums) {
        return Sha256.of(Source.super.hash(checksums) + shape);
    }

    @Override
    public String stamp() {
        List<String> folders = isDivided() ? List.of(folder(TRAIN), folder(TEST)) : List.of(path);
        return Source.stamp(folders.stream()
                .flatMap(folder -> shown(Listing.folders(folder)).stream().map(name -> Storage.child(folder, name)))
                .map(Listing::stamps)
                .toList());
    }

    /** Fetches nothing, since nobody else has them, but looks whether they are there. */
    @Override
    public void fetch(Progress log) {
        Check.that(!Listing.folders(path).isEmpty(), "data.path", path, FORM);
        classNames();
    }

    /** Looks at the folders, and not for each of what may be a million pictures. */
    @Override
    public void verifyReadable() {
        fetch(Progress.SILENT);
    }

    private boolean isDivided() {
        return Listing.folders(path).containsAll(List.of(TRAIN.name(), TEST.name()));
    }

    private String folder(Part part) {
        return Storage.child(path, part.name());
    }

    private List<String> classes(String folder) {
        List<String> there = shown(Listing.folders(folder));
        List<String> classes = given.isEmpty() ? there : given;
        List<String> missing =
                classes.stream().filter(name -> !there.contains(name)).toList();
        Check.that(missing.isEmpty(), "data.class-names", given, "folders of " + folder + ", which lacks " + missing);
        Check.that(
                isNumberOfClasses(classes.size()),
                "number of class folders in " + folder,
                classes.size(),
                "in %d … %d".formatted(MIN_CLASSES, MAX_CLASSES));
        shown(Listing.files(folder)).stream()
                .filter(ImageTree::isPicture)
                .findFirst()
                .ifPresent(loose -> {
                    throw new InvalidInputException("%s is beside the class folders but must be in one"
                            .formatted(Storage.child(folder, loose)));
                });
        return classes;
    }

    private List<Member> members(Part part) {
        boolean divided = isDivided();
        List<String> classes = classNames();
        return IntStream.range(0, classes.size())
                .boxed()
                .flatMap(label -> {
                    String folder = divided ? part.name() + "/" + classes.get(label) : classes.get(label);
                    List<String> names = pictures(Storage.child(path, folder));
                    return (divided ? names : share(folder, names, part))
                            .stream().map(name -> new Member(folder + "/" + name, label));
                })
                .toList();
    }

    private static List<String> pictures(String folder) {
        List<String> names = shown(Storage.list(folder));
        Check.that(!names.isEmpty(), "number of pictures in " + folder, 0, "at least 1");
        for (String name : names) {
            Check.that(isPicture(name), Storage.child(folder, name), "something else", Picture.KINDS);
        }
        return names;
    }

    /** Returns which of the pictures of a class are in a part. */
    private List<String> share(String folder, List<String> names, Part part) {
        Check.that(
                names.size() > 1,
                "number of pictures in " + Storage.child(path, folder),
                names.size(),
                "at least 2, one of them for testing");
        int tested = (int) Math.max(1, Math.min(names.size() - 1, Math.round(testShare * names.size())));
        List<String> byHash = names.stream()
                .sorted(Comparator.comparing((String name) -> Sha256.of(folder + "/" + name)))
                .toList();
        return (part.equals(TEST) ? byHash.subList(0, tested) : byHash.subList(tested, names.size()))
                .stream().sorted().toList();
    }

    private static boolean isPicture(String name) {
        return name.matches(SUFFIX);
    }

    private static List<String> shown(List<String> names) {
        return names.stream().filter(name -> !name.startsWith(".")).toList();
    }
}
