package org.meanfield.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

/**
 * Pictures in one folder per class. Names that begin with a dot are ignored; everything else in the folder of a class must be a
 * picture.
 *
 * @param path the folder with {@code train} and {@code test}, or with the classes
 * @param reader of the pictures
 * @param given the classes in the order of their labels; empty for all, sorted
 * @param testShare of each class, where there is no folder for testing. Which of its pictures it takes depends on their names
 *     alone, so that nearly all keep their split when pictures are added
 * @param heldOut how many of the training images are for validation
 * @param onError what to do about pictures that can't be read
 */
record ImageTree(String path, PictureReader reader, List<String> given, double testShare, int heldOut, OnError onError)
        implements Source {
    private static final String FORM = "a folder with train/<class>/… and test/<class>/…, or with <class>/…";

    @Override
    public ImageShape shape() {
        return reader.shape();
    }

    @Override
    public List<Part> parts() {
        return layout().parts();
    }

    @Override
    public int classes() {
        return classNames().size();
    }

    /** Returns the names of the classes, which are the same in all parts. */
    @Override
    public List<String> classNames() {
        ImageLayout layout = layout();
        if (!layout.divided()) {
            return ClassFolder.names(path, given);
        }
        String first = Storage.child(path, layout.parts().get(0).name());
        List<String> trained = ClassFolder.names(first, given);
        for (Part part : layout.parts()) {
            String folder = Storage.child(path, part.name());
            List<String> names = ClassFolder.names(folder, given);
            Check.that(
                    names.equals(trained),
                    "classes in " + folder,
                    String.join(", ", names),
                    "%s, which are those in %s".formatted(String.join(", ", trained), first));
        }
        return trained;
    }

    /** Returns the number of files, unreadable ones included. */
    @Override
    public int count(Part part) {
        return members(part).size();
    }

    @Override
    public byte[] read(Part part, Sink sink) {
        PictureReading reading = reading(part);
        byte[] labels = reading.read(sink);
        if (onError == OnError.FAIL && !reading.problems().isEmpty()) {
            List<String> problems = new ArrayList<>();
            for (Part each : parts()) {
                problems.addAll(
                        each.equals(part)
                                ? reading.problems()
                                : reading(each).check().problems());
            }
            throw PictureReading.unusable(path, problems);
        }
        List<String> names = classNames();
        for (int k = 0; k < names.size(); k++) {
            byte label = (byte) k;
            Check.that(
                    IntStream.range(0, labels.length).anyMatch(i -> labels[i] == label),
                    "number of %s pictures of %s that can be read"
                            .formatted(part.split().label(), names.get(k)),
                    0,
                    "at least 1");
        }
        return labels;
    }

    @Override
    public List<String> files(Part part) {
        return members(part).parallelStream()
                .filter(member -> onError == OnError.FAIL
                        || PictureReading.line(this, member).isPresent())
                .map(PictureReading.Member::file)
                .toList();
    }

    /** Returns a checksum for each class and part: of the lines {@code <file> <SHA-256>} of its pictures. */
    @Override
    public List<Checksum> checksums() {
        List<String> classes = classNames();
        List<Checksum> sums = new ArrayList<>();
        for (Part part : parts()) {
            List<PictureReading.Member> members = members(part);
            for (int k = 0; k < classes.size(); k++) {
                int label = k;
                List<String> lines =
                        members.stream().filter(member -> member.label() == label).toList().parallelStream()
                                .flatMap(member -> PictureReading.line(this, member).stream())
                                .toList();
                sums.add(new Checksum(part.name() + "/" + classes.get(k), Sha256.of(String.join("", lines))));
            }
        }
        return sums;
    }

    /** The checksum includes the size: the same pictures in another size are other data. */
    @Override
    public String hash(List<Checksum> checksums) {
        return Sha256.of(Source.super.hash(checksums) + shape());
    }

    @Override
    public String stamp() {
        ImageLayout layout = layout();
        List<String> folders = layout.divided()
                ? layout.parts().stream()
                        .map(part -> Storage.child(path, part.name()))
                        .toList()
                : List.of(path);
        return Source.stamp(folders.stream()
                .flatMap(folder ->
                        Listing.shown(Listing.folders(folder)).stream().map(name -> Storage.child(folder, name)))
                .map(Listing::stamps)
                .toList());
    }

    /** Downloads nothing, but checks that the pictures exist and reports unused folders. */
    @Override
    public void fetch(Progress log) {
        verifyReadable();
        layout().unused()
                .forEach(name -> log.say("%s is not used: it is none of %s"
                        .formatted(
                                Storage.child(path, name),
                                parts().stream().map(Part::name).toList())));
        List<String> classes = classNames();
        String folder = layout().divided() ? Storage.child(path, ImageLayout.TRAIN.name()) : path;
        Listing.shown(Listing.folders(folder)).stream()
                .filter(name -> !classes.contains(name))
                .forEach(name ->
                        log.say("%s is not used: it is not in class-names".formatted(Storage.child(folder, name))));
    }

    /** Checks the folders only, since there may be a million pictures. */
    @Override
    public void verifyReadable() {
        ClassFolder.checkLinks(path);
        Check.that(!Listing.folders(path).isEmpty(), "data.path", path, FORM);
        classNames();
    }

    private ImageLayout layout() {
        ImageLayout layout = ImageLayout.of(path, given);
        Check.that(
                heldOut == 0 || !layout.hasValidation(),
                "data.validation",
                heldOut,
                "0 where there is a folder for validation, as in " + path);
        return layout;
    }

    private PictureReading reading(Part part) {
        // Parts of one folder share the other entries, which are reported once.
        boolean divided = layout().divided();
        List<String> strangers = new ArrayList<>();
        if (divided || part.equals(ImageLayout.TRAIN)) {
            classNames()
                    .forEach(
                            name -> strangers.addAll(folder(part, divided, name).strangers()));
        }
        return new PictureReading(this, members(part), strangers);
    }

    private ClassFolder folder(Part part, boolean divided, String name) {
        return new ClassFolder(path, divided ? part.name() + "/" + name : name);
    }

    /** Returns the pictures of a part, class by class. */
    List<PictureReading.Member> members(Part part) {
        List<String> classes = classNames();
        boolean divided = layout().divided();
        return IntStream.range(0, classes.size())
                .boxed()
                .flatMap(label -> {
                    ClassFolder folder = folder(part, divided, classes.get(label));
                    List<String> names =
                            divided ? folder.pictures() : folder.share(testShare, part.equals(ImageLayout.TEST));
                    return names.stream().map(name -> new PictureReading.Member(folder.name() + "/" + name, label));
                })
                .toList();
    }
}
