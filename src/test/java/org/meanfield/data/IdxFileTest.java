package org.meanfield.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.Sha256;
import org.meanfield.testing.IdxFiles;

final class IdxFileTest {
    private static final int[] LABELS = {};
    private static final int[] IMAGES = {28, 28};

    @Test
    void readsPlainAndCompressedAlike() {
        byte[] plain = IdxFiles.file(new int[] {2049, 3}, new byte[] {7, -1, 0});

        for (byte[] bytes : new byte[][] {plain, IdxFiles.gzip(plain)}) {
            IdxFile file = IdxFile.read("F", new ByteArrayInputStream(bytes), LABELS);
            assertThat(file.count()).isEqualTo(3);
            assertThat(file.values()).containsExactly(7, -1, 0);
            assertThat(file.sha256()).isEqualTo(Sha256.of(plain));
        }
    }

    @Test
    void readsImages() {
        IdxFile file = IdxFile.read("F", new ByteArrayInputStream(IdxFiles.images(2)), IMAGES);

        assertThat(file.count()).isEqualTo(2);
        assertThat(file.values()).hasSize(1568).startsWith(0).endsWith(1);
    }

    @Test
    void refusesTruncatedGzip() {
        byte[] gzip = IdxFiles.gzip(IdxFiles.images(2));

        refuses(Arrays.copyOf(gzip, gzip.length / 2), IMAGES)
                .hasMessage("F is a gzip file that ends early but must be whole");
        refuses(Arrays.copyOf(gzip, gzip.length - 4), IMAGES)
                .hasMessage("F is a gzip file that ends early but must be whole");
        refuses(Arrays.copyOf(gzip, 5), IMAGES).hasMessage("F is a gzip file that ends early but must be whole");
    }

    @Test
    void refusesBrokenGzip() {
        byte[] gzip = IdxFiles.gzip(IdxFiles.labels(50));
        gzip[gzip.length - 6] ^= 1;

        refuses(gzip, LABELS).hasMessage("F is a broken gzip file (Corrupt GZIP trailer) but must be whole");
    }

    @Test
    void refusesTruncatedData() {
        refuses(Arrays.copyOf(IdxFiles.images(2), 16 + 1000), IMAGES)
                .hasMessage("number of bytes after the header of F is 1000 but must be 1568");
        refuses(IdxFiles.gzip(Arrays.copyOf(IdxFiles.images(2), 16)), IMAGES)
                .hasMessage("number of bytes after the header of F is 0 but must be 1568");
    }

    @Test
    void refusesTrailingBytes() {
        refuses(Arrays.copyOf(IdxFiles.labels(5), 8 + 6), LABELS)
                .hasMessage("number of bytes after the header of F is more than 5 but must be 5");
    }

    @Test
    void refusesAnotherMagicNumber() {
        refuses(IdxFiles.labels(20), IMAGES)
                .hasMessage("magic number of F is 2049 but must be 2051 (IDX3 of unsigned bytes)");
        refuses(IdxFiles.images(2), LABELS)
                .hasMessage("magic number of F is 2051 but must be 2049 (IDX1 of unsigned bytes)");
        refuses("<html><body>Not found</body></html>".getBytes(US_ASCII), IMAGES)
                .hasMessage("magic number of F is 1013478509 but must be 2051 (IDX3 of unsigned bytes)");
    }

    @Test
    void refusesFilesWithoutAWholeHeader() {
        refuses(new byte[0], LABELS).hasMessage("length of F is 0 bytes but must be at least 8, its header");
        refuses(new byte[] {0, 0, 8}, IMAGES).hasMessage("length of F is 3 bytes but must be at least 16, its header");
    }

    @Test
    void refusesAbsurdDimensions() {
        refuses(IdxFiles.file(new int[] {2049, -1}, new byte[9]), LABELS)
                .hasMessage("number of items in F is -1 but must be in 1 … 1000000");
        refuses(IdxFiles.file(new int[] {2049, 0}, new byte[0]), LABELS)
                .hasMessage("number of items in F is 0 but must be in 1 … 1000000");
        refuses(IdxFiles.file(new int[] {2051, Integer.MAX_VALUE, 28, 28}, new byte[784]), IMAGES)
                .hasMessage("number of items in F is 2147483647 but must be in 1 … 1000000");
    }

    @Test
    void aHeaderThatPromisesMuchCostsLittle() {
        // 784 MB promised: the test's heap would not hold many of these.
        for (int i = 0; i < 20; i++) {
            refuses(IdxFiles.file(new int[] {2051, 1_000_000, 28, 28}, new byte[10]), IMAGES)
                    .hasMessage("number of bytes after the header of F is 10 but must be 784000000");
        }
    }

    @Test
    void refusesImagesOfAnotherSize() {
        refuses(IdxFiles.file(new int[] {2051, 1, 32, 32}, new byte[1024]), IMAGES)
                .hasMessage("size of the items in F is 32×32 but must be 28×28");
        refuses(IdxFiles.file(new int[] {2051, 1, -28, 28}, new byte[784]), IMAGES)
                .hasMessage("size of the items in F is -28×28 but must be 28×28");
    }

    private static AbstractThrowableAssert<?, ?> refuses(byte[] bytes, int... item) {
        return assertThatThrownBy(() -> IdxFile.read("F", new ByteArrayInputStream(bytes), item))
                .isInstanceOf(InvalidInputException.class);
    }
}
