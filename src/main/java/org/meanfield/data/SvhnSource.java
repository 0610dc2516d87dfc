package org.meanfield.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.Download;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

/**
 * The files of SVHN's cropped digits.
 *
 * @param path the folder with the files
 * @param mirror where they are fetched from
 * @param verify whether they must have the published checksums
 * @param heldOut how many of the training images are for validation
 * @param files the files that are used, the one for testing last
 * @param dropsDuplicates whether training leaves out images that are also in the validation or test split
 */
record SvhnSource(String path, String mirror, boolean verify, int heldOut, List<File> files, boolean dropsDuplicates)
        implements Source {
    /** A published file, with the MD5 that its publishers' tools list. */
    enum File {
        TRAIN(Split.TRAIN, "e26dedcc434d2e4c54c9b2d4a06d8373"),
        EXTRA(Split.TRAIN, "a93ce644f1a588dc4d68dda5feec44a7"),
        TEST(Split.TEST, "eb5a983be6a315427106f1b164d9cef3");

        private final Split split;
        private final String md5;

        File(Split split, String md5) {
            this.split = split;
            this.md5 = md5;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        String fileName() {
            return label() + "_32x32.mat";
        }
    }

    private static final int BUFFER = 1 << 16;

    @Override
    public ImageShape shape() {
        return SvhnFile.SHAPE;
    }

    @Override
    public int classes() {
        return SvhnFile.CLASSES;
    }

    @Override
    public List<Part> parts() {
        return files.stream().map(file -> new Part(file.label(), file.split)).toList();
    }

    @Override
    public int count(Part part) {
        String file = find(part.name());
        int count = new SvhnFile(file).count(Storage.open(file));
        new PromisedSize(file, (long) count * SvhnFile.SHAPE.size()).checkLength(Storage.size(file));
        return count;
    }

    @Override
    public byte[] read(Part part, Sink sink) {
        String file = find(part.name());
        return new SvhnFile(file).read(Storage.open(file), sink);
    }

    @Override
    public List<Checksum> checksums() {
        return files.stream().map(this::checksum).toList();
    }

    private Checksum checksum(File published) {
        String file = find(published.label());
        return new Checksum(published.fileName(), checksum(published, file, file));
    }

    /** Returns the SHA-256 of a file called {@code name}, after verifying its MD5. */
    private String checksum(File published, String name, String file) {
        MessageDigest sha256 = Sha256.start();
        MessageDigest md5 = md5();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Storage.open(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                if (verify) {
                    md5.update(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(name, Reason.line(e)), e);
        }
        if (verify) {
            String found = HexFormat.of().formatHex(md5.digest());
            Check.that(
                    found.equals(published.md5),
                    "MD5 of " + name,
                    found,
                    published.md5 + ", unless data.verify is false");
        }
        return Sha256.hex(sha256);
    }

    @Override
    public String stamp() {
        return Source.stamp(files.stream()
                .map(file -> Listing.stamps(Storage.child(path, file.fileName())))
                .toList());
    }

    @Override
    public void fetch(Progress log) {
        Check.that(!Storage.isFile(path), "data.path", path, "a folder");
        String remedy = "put %s into %s, or set data.mirror"
                .formatted(files.stream().map(File::fileName).collect(Collectors.joining(", ")), path);
        for (File file : files) {
            String target = Storage.child(path, file.fileName());
            if (!Storage.exists(target)) {
                Download download = new Download(Storage.child(mirror, file.fileName()), Source.absent(path), remedy);
                download.to(target, log, fetched -> checksum(file, download.source(), fetched));
            }
        }
    }

    private String find(String part) {
        String name = File.valueOf(part.toUpperCase(Locale.ROOT)).fileName();
        String file = Storage.child(path, name);
        if (!Storage.isFile(file)) {
            throw new InvalidInputException("data.path is %s but must be a folder with %s".formatted(path, name));
        }
        return file;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
