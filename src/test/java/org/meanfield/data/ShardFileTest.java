package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.Storage;

/** A shard whose footer is broken is wrong input, whatever Parquet makes of it. */
final class ShardFileTest {
    private static final ImageShape SHAPE = new ImageShape(1, 2, 2);
    private static final int IMAGES = 3;

    @TempDir
    private Path folder;

    private String file;
    private byte[] whole;

    @BeforeEach
    void write() {
        file = folder + "/a";
        ShardFile.Images images = new ShardFile.Images(
                SHAPE,
                0,
                new byte[] {0, 1, 2},
                new byte[IMAGES],
                IntStream.range(0, IMAGES).toArray());
        ShardFile.write(
                folder.toString(), "a", Split.TRAIN, images, (from, to, target) -> Arrays.fill(target, (byte) 7));
        whole = Storage.read(file);
        assertThatCode(this::read).doesNotThrowAnyException();
    }

    @Test
    void aChangedFooterIsWrongInput() {
        int footer = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - 8);
        int refused = 0;
        for (int at = whole.length - 8 - footer; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x15;
            refused += isRefused(changed, "byte " + at) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void anEarlyEndIsWrongInput() {
        for (int length = 0; length < whole.length; length += 7) {
            assertThat(isRefused(Arrays.copyOf(whole, length), length + " bytes"))
                    .isTrue();
        }
    }

    private boolean isRefused(byte[] content, String what) {
        Storage.write(file, content);
        Throwable thrown = catchThrowable(this::read);
        if (thrown != null) {
            assertThat(thrown)
                    .as(what)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith(file + " is ");
        }
        return thrown != null;
    }

    private void read() {
        ShardFile.read(file, SHAPE, 0, IMAGES, ByteBuffer.allocate(SHAPE.size() * IMAGES), ByteBuffer.allocate(IMAGES));
    }
}
