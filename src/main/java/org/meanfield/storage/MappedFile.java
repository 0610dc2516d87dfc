package org.meanfield.storage;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;

/** Memory that is a file on the local disk, so that it takes none of the heap. */
public final class MappedFile {
    private static final int BLOCK = 1 << 20;

    private MappedFile() {}

    /**
     * Returns a buffer over a new file, which is deleted once the buffer is garbage.
     *
     * @throws StoreException if the disk has no room for it
     */
    public static ByteBuffer map(File file, int bytes) {
        Room.check(file.getPath(), bytes);
        return Operation.once("write", file.getPath(), (files, path) -> {
            try (RandomAccessFile mapped = new RandomAccessFile(file, "rw")) {
                fill(mapped, bytes);
                return mapped.getChannel().map(MapMode.READ_WRITE, 0, bytes);
            } finally {
                file.delete(); // the bytes stay while they are mapped
            }
        });
    }

    /** Writes zeros: where a file has its length alone, a disk that is full later ends the process. */
    private static void fill(RandomAccessFile file, int bytes) throws IOException {
        byte[] zeros = new byte[Math.min(BLOCK, bytes)];
        for (int left = bytes; left > 0; left -= zeros.length) {
            file.write(zeros, 0, Math.min(zeros.length, left));
        }
    }
}
