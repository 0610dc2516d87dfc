package org.meanfield.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.Download;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Storage;

/**
 * The files of the binary versions of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): records of a label, in CIFAR-100 after one of 20
 * larger classes, and 3×32×32 pixels.
 *
 * @param path the folder with the files
 * @param mirror where their archive is fetched from
 * @param verify whether they must have the published checksums
 * @param heldOut how many of the training images are for validation
 * @param kind the data set
 */
record CifarSource(String path, String mirror, boolean verify, int heldOut, CifarKind kind) implements Source {
    static final ImageShape SHAPE = new ImageShape(3, 32, 32);

    private static final int BLOCK = 256;
    private static final int MOST = 1_000_000;
    private static final Part TRAIN = new Part("train", Split.TRAIN);
    private static final Part TEST = new Part("test", Split.TEST);

    @Override
    public ImageShape shape() {
        return SHAPE;
    }

    @Override
    public int classes() {
        return kind.classes();
    }

    @Override
    public List<String> classNames() {
        return kind.classNames();
    }

    @Override
    public List<Part> parts() {
        return List.of(TRAIN, TEST);
    }

    private List<CifarKind.File> published(Part part) {
        return kind.files().stream()
                .filter(file -> file.split() == part.split())
                .toList();
    }

    @Override
    public int count(Part part) {
        return published(part).stream().mapToInt(this::count).sum();
    }

    private int count(CifarKind.File published) {
        String file = find(published);
        long length = Storage.size(file);
        Check.that(
                length > 0 && length % record() == 0 && length / record() <= MOST,
                "length of " + file,
                String.format(Locale.ROOT, "%,d bytes", length),
                String.format(Locale.ROOT, "a multiple of %,d, for 1 … %,d images", record(), MOST));
        return (int) (length / record());
    }

    private int record() {
        return kind.labels() + SHAPE.size();
    }

    @Override
    public byte[] read(Part part, Sink sink) {
        byte[] labels = new byte[count(part)];
        int done = 0;
        for (CifarKind.File published : published(part)) {
            int count = count(published);
            String file = find(published);
            try (InputStream in = Storage.open(file)) {
                read(file, in, labels, done, count, sink);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read %s: %s".formatted(file, Reason.line(e)), e);
            }
            done += count;
        }
        return labels;
    }

    private void read(String file, InputStream in, byte[] labels, int start, int count, Sink sink) throws IOException {
        byte[] records = new byte[BLOCK * record()];
        byte[] pixels = new byte[BLOCK * SHAPE.size()];
        for (int done = 0; done < count; done += BLOCK) {
            int block = Math.min(BLOCK, count - done);
            if (in.readNBytes(records, 0, block * record()) < block * record()) {
                throw new EOFException("it became shorter while it was read");
            }
            for (int i = 0; i < block; i++) {
                int label = Byte.toUnsignedInt(records[i * record() + kind.labels() - 1]);
                if (label >= classes()) {
                    throw new InvalidInputException("label of image %d in %s is %d but must be in 0 … %d"
                            .formatted(done + i, file, label, classes() - 1));
                }
                labels[start + done + i] = (byte) label;
                System.arraycopy(records, i * record() + kind.labels(), pixels, i * SHAPE.size(), SHAPE.size());
            }
            sink.accept(pixels, block);
        }
    }

    @Override
    public List<Checksum> checksums() {
        return kind.files().stream()
                .map(file -> {
                    Md5 sums = Md5.of(find(file));
                    check("MD5 of " + find(file), sums.md5(), file.md5());
                    return new Checksum(file.name(), sums.sha256());
                })
                .toList();
    }

    private void check(String key, String found, String published) {
        Check.that(!verify || found.equals(published), key, found, published + ", unless data.verify is false");
    }

    @Override
    public String stamp() {
        return Source.stamp(kind.files().stream()
                .map(file -> Listing.stamps(Storage.child(path, file.name())))
                .toList());
    }

    /** Downloads the archive and unpacks it, unless all files are there. */
    @Override
    public void fetch(Progress log) {
        Check.that(!Storage.isFile(path), "data.path", path, "a folder");
        List<String> missing =
                new ArrayList<>(kind.files().stream().map(CifarKind.File::name).toList());
        missing.removeIf(name -> Storage.exists(Storage.child(path, name)));
        if (missing.isEmpty()) {
            return;
        }
        String archive = Storage.child(path, kind.archive());
        String remedy = "put %s or its files into %s, or set data.mirror".formatted(kind.archive(), path);
        Download download = new Download(Storage.child(mirror, kind.archive()), Source.absent(path), remedy);
        download.to(
                archive,
                log,
                fetched -> check("MD5 of " + download.source(), Md5.of(fetched).md5(), kind.md5()));
        TarFile.unpack(archive, path, missing);
    }

    private String find(CifarKind.File file) {
        String found = Storage.child(path, file.name());
        if (!Storage.isFile(found)) {
            throw new InvalidInputException(
                    "data.path is %s but must be a folder with %s".formatted(path, file.name()));
        }
        return found;
    }
}
