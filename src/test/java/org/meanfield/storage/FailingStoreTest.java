package org.meanfield.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.tables.ActivationRow;
import org.meanfield.testing.FaultyStore;
import org.meanfield.testing.FlakyStore;

/** Files on a store that breaks off in the middle of a body, and on a full disk. */
final class FailingStoreTest {
    private static final int BYTES = 50_000;
    private static final int CARRIED = 7_000;

    @TempDir
    private Path folder;

    private final byte[] content = new byte[BYTES];

    FailingStoreTest() {
        new SplittableRandom(1).nextBytes(content);
    }

    @AfterEach
    void forgetStore() {
        Storage.configure(new Configuration());
    }

    @Test
    void aBrokenBodyIsReadOnWhereItBroke() throws IOException {
        Files.write(folder.resolve("file"), content);
        Storage.configure(FlakyStore.carrying(CARRIED));

        assertThat(Storage.read("flaky:" + folder + "/file")).isEqualTo(content);
        assertThat(FlakyStore.opened()).isEqualTo(8); // 7 times 7,000 bytes, and the rest
        try (InputStream in = Storage.open("flaky:" + folder + "/file")) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        try (FSDataInputStream in = Storage.seekable("flaky:" + folder + "/file")) {
            byte[] middle = new byte[CARRIED * 2];
            in.readFully(20_000, middle);
            assertThat(ByteBuffer.wrap(middle)).isEqualTo(ByteBuffer.wrap(content, 20_000, CARRIED * 2));
        }
    }

    @Test
    void aBrokenWriteBeginsAgain() throws IOException {
        Storage.configure(FlakyStore.carrying(CARRIED));

        Storage.write("flaky:" + folder + "/file", content);

        assertThat(FlakyStore.created()).isEqualTo(3);
        assertThat(Files.readAllBytes(folder.resolve("file"))).isEqualTo(content);
        assertThat(Storage.list(folder.toString())).containsExactly("file");
    }

    @Test
    void aTableOnAStoreThatFailsIsNotBroken() {
        String file = folder + "/rows.parquet";
        TableFile.write(file, ActivationRow.class, List.of(), java.util.Map.of());
        Storage.configure(FaultyStore.failing("rows.parquet"));

        assertThatThrownBy(() -> TableFile.read("faulty:" + file, ActivationRow.class))
                .isInstanceOf(StoreException.class)
                .hasMessage("Cannot read faulty:%s: 503 Slow Down", file);
    }

    @Test
    void aFullDiskIsOneLine() {
        Storage.configure(FlakyStore.withRoomFor(40_000));

        assertThatThrownBy(() -> Storage.write("flaky:" + folder + "/file", content))
                .isInstanceOf(StoreException.class)
                .hasMessageMatching(
                        "Cannot write flaky:%s/file: disk full \\(No space left on device, [\\d,]+ bytes are free\\)"
                                .formatted(folder));
        assertThat(FlakyStore.created()).isEqualTo(1);
        assertThat(Storage.list(folder.toString())).isEmpty();
    }

    @Test
    void whatHasNoRoomIsNotBegun() {
        Room.check(folder + "/a/b", 1);
        assertThatThrownBy(() -> Room.check(folder + "/a/b", Long.MAX_VALUE - 1))
                .isInstanceOf(StoreException.class)
                .hasMessageMatching(
                        "Cannot write %s/a/b: disk full: it takes 9,223,372,036,854,775,806 bytes and [\\d,]+ are free"
                                .formatted(folder));
    }

    @Test
    void mappedMemoryIsAllOnTheDisk() throws IOException {
        ByteBuffer mapped = MappedFile.map(folder.resolve("mapped").toFile(), 3_000_001);
        mapped.put(3_000_000, (byte) 1);
        assertThat(mapped.capacity()).isEqualTo(3_000_001);
        assertThat(mapped.get(0)).isZero();
        assertThat(Storage.list(folder.toString())).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsNotAskedForAgain() {
        Storage.configure(FlakyStore.carrying(CARRIED));
        assertThatThrownBy(() -> Storage.read("flaky:" + folder + "/none"))
                .isInstanceOf(UncheckedIOException.class)
                .isNotInstanceOf(StoreException.class);
    }

    @Test
    void onlyOurHiddenFilesAreCleared() throws IOException {
        String ours = ".rows.parquet.0f8fad5b-d9cb-469f-a165-70867728950e";
        Files.createDirectories(folder.resolve("round-000001"));
        for (String name :
                List.of(ours, "round-000001/" + ours, ".hidden", ".rows.parquet.1", "a.0f8fad5b-d9cb-469f")) {
            Files.write(folder.resolve(name), name.getBytes(StandardCharsets.UTF_8));
        }
        Storage.clearHidden(folder.toString());
        Storage.clearHidden(folder + "/none");

        assertThat(Storage.list(folder.toString()))
                .containsExactly(".hidden", ".rows.parquet.1", "a.0f8fad5b-d9cb-469f", "round-000001");
        assertThat(Storage.list(folder + "/round-000001")).isEmpty();
    }
}
