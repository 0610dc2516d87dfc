package org.meanfield.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damage to a file, the same for the same seed. */
public final class Mutations {
    private static final int LONGEST = 16;

    private enum Kind {
        FLIP_A_BIT,
        REPLACE_A_BYTE,
        DELETE,
        INSERT,
        ZERO,
        TRUNCATE
    }

    private Mutations() {}

    /**
     * Damages a file and reads it: once in each way in each of {@code regions} regions of equal length. In the end it is whole.
     *
     * @return how many
     */
    public static int each(Path file, int regions, long seed, Runnable reader) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(seed);
        int count = 0;
        for (int region = 0; region < regions; region++) {
            int from = (int) ((long) bytes.length * region / regions);
            int to = (int) ((long) bytes.length * (region + 1) / regions);
            for (Kind kind : Kind.values()) {
                byte[] damaged = from < to ? damaged(bytes, random.nextInt(from, to), kind, random) : bytes;
                if (!Arrays.equals(bytes, damaged)) {
                    Files.write(file, damaged);
                    reader.run();
                    count++;
                }
            }
        }
        Files.write(file, bytes);
        return count;
    }

    private static byte[] damaged(byte[] bytes, int at, Kind kind, SplittableRandom random) {
        byte[] copy = bytes.clone();
        int end = Math.min(bytes.length, at + random.nextInt(1, LONGEST));
        switch (kind) {
            case FLIP_A_BIT -> copy[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case REPLACE_A_BYTE -> copy[at] = (byte) random.nextInt(256);
            case ZERO -> Arrays.fill(copy, at, end, (byte) 0);
            case TRUNCATE -> copy = Arrays.copyOf(bytes, at);
            case DELETE -> copy = joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
            case INSERT -> copy = joined(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
        }
        return copy;
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(tail);
        return all.toByteArray();
    }
}
