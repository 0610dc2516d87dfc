package org.meanfield.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

/** A parallel reading of the pictures of a part, block by block on all cores, which collects the unreadable ones. */
final class PictureReading {
    /** The most pictures that are decoded in parallel, and their most bytes. */
    private static final int MAX_BLOCK = 256;

    private static final int BLOCK_BYTES = 8 << 20;
    /** The number of unreadable pictures that a message names. */
    private static final int NAMED = 10;

    /** A picture: its path relative to the data set's, and its class. */
    record Member(String file, int label) {}

    private final ImageTree tree;
    private final List<Member> members;
    private final List<String> problems;
    private int damaged;
    private String firstDamaged = "";

    /**
     * Creates a reading.
     *
     * @param problems with entries that are not pictures
     */
    PictureReading(ImageTree tree, List<Member> members, List<String> problems) {
        this.tree = tree;
        this.members = members;
        this.problems = new ArrayList<>(problems);
    }

    /** Returns the reason for each unusable file. */
    List<String> problems() {
        return problems;
    }

    /** Reads all pictures, passes the readable ones to {@code sink}, and returns their labels. */
    byte[] read(Source.Sink sink) {
        int size = tree.shape().size();
        byte[] labels = new byte[members.size()];
        int done = 0;
        int block = Math.max(1, Math.min(MAX_BLOCK, BLOCK_BYTES / size));
        byte[] pixels = new byte[block * size];
        for (int start = 0; start < members.size(); start += block) {
            String[] problem = read(start, Math.min(start + block, members.size()), pixels);
            int kept = 0;
            for (int i = 0; i < problem.length; i++) {
                if (problem[i].isEmpty()) {
                    System.arraycopy(pixels, i * size, pixels, kept * size, size);
                    labels[done + kept] = (byte) members.get(start + i).label();
                    kept++;
                } else {
                    problems.add(problem[i]);
                }
            }
            done += kept;
            sink.accept(pixels, kept);
        }
        sink.found(new Findings(problems.size(), problems.isEmpty() ? "" : problems.get(0), damaged, firstDamaged));
        return Arrays.copyOf(labels, done);
    }

    /** Reads all pictures to collect {@link #problems}. */
    PictureReading check() {
        read((pixels, images) -> {});
        return this;
    }

    /** Reads the pictures from {@code start} to {@code end} − 1 and returns the problem of each, if any. */
    private String[] read(int start, int end, byte[] pixels) {
        int size = tree.shape().size();
        String[] problem = new String[end - start];
        String[] mending = new String[end - start];
        IntStream.range(start, end).parallel().forEach(i -> {
            String file = Storage.child(tree.path(), members.get(i).file());
            mending[i - start] = "";
            problem[i - start] = "";
            try {
                mending[i - start] = tree.reader().read(file, pixels, (i - start) * size);
            } catch (InvalidInputException e) {
                problem[i - start] = e.getMessage();
            }
        });
        for (int i = 0; i < mending.length; i++) {
            if (!mending[i].isEmpty()) {
                firstDamaged = damaged == 0
                        ? "%s (%s)"
                                .formatted(
                                        Storage.child(
                                                tree.path(),
                                                members.get(start + i).file()),
                                        mending[i])
                        : firstDamaged;
                damaged++;
            }
        }
        return problem;
    }

    /** Returns the line of a picture in a checksum; empty for one that is left out. */
    static Optional<String> line(ImageTree tree, Member member) {
        String file = Storage.child(tree.path(), member.file());
        byte[] bytes = tree.reader().bytes(file);
        if (tree.onError() == OnError.SKIP) {
            try {
                tree.reader().read(file, bytes, new byte[tree.shape().size()], 0);
            } catch (InvalidInputException e) { // reported where it is read
                return Optional.empty();
            }
        }
        return Optional.of("%s %s%n".formatted(member.file(), Sha256.of(bytes)));
    }

    /** Returns one error for all unusable files. */
    static InvalidInputException unusable(String path, List<String> problems) {
        if (problems.size() == 1) {
            return new InvalidInputException(problems.get(0));
        }
        String message = String.format(
                Locale.ROOT,
                "%,d pictures in %s cannot be used: %s",
                problems.size(),
                path,
                String.join("; ", problems.subList(0, Math.min(NAMED, problems.size()))));
        return problems.size() <= NAMED
                ? new InvalidInputException(message)
                : new InvalidInputException("%s; and %,d more".formatted(message, problems.size() - NAMED), problems);
    }
}
