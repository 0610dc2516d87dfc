package org.meanfield.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Transposes planes of 32×32 bytes, eight bytes at a time. */
final class Planes {
    private static final int SIDE = 32;
    private static final int BLOCK = Long.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Planes() {}

    /** Transposes {@code count} planes in column-major order to row-major order in {@code rows}. */
    static void transpose(byte[] columns, byte[] rows, int count) {
        long[] block = new long[BLOCK];
        for (int plane = 0; plane < count * SIDE * SIDE; plane += SIDE * SIDE) {
            for (int x = 0; x < SIDE; x += BLOCK) {
                for (int y = 0; y < SIDE; y += BLOCK) {
                    for (int i = 0; i < BLOCK; i++) {
                        block[i] = (long) LONGS.get(columns, plane + (x + i) * SIDE + y);
                    }
                    swap(block, 4, 0x00000000ffffffffL);
                    swap(block, 2, 0x0000ffff0000ffffL);
                    swap(block, 1, 0x00ff00ff00ff00ffL);
                    for (int i = 0; i < BLOCK; i++) {
                        LONGS.set(rows, plane + (y + i) * SIDE + x, block[i]);
                    }
                }
            }
        }
    }

    /** Exchanges the off-diagonal squares of {@code size}×{@code size} bytes (Warren, "Hacker's Delight", 7-3). */
    private static void swap(long[] block, int size, long mask) {
        for (int i = 0; i < BLOCK; i++) {
            if ((i & size) == 0) {
                long exchanged = ((block[i] >>> (size * Byte.SIZE)) ^ block[i + size]) & mask;
                block[i + size] ^= exchanged;
                block[i] ^= exchanged << (size * Byte.SIZE);
            }
        }
    }
}
