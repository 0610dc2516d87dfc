package org.meanfield.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.tables.ExecutorRow;

/** What a Parquet file only claims takes no memory. */
final class ParquetInputTest {
    private static final List<ExecutorRow> ROWS = List.of(new ExecutorRow("1", "left", "CpuBackend", "avx2", "17"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "19 F8 FF FF FF FF 07 00 | it has a list that claims too many elements",
                "18 FF FF FF FF 07 00 | it has a text that claims too many bytes",
                "19 FC FF FF FF FF FF FF FF FF FF FF 01 | it has a number too long",
                "19 FC FF FF FF FF FF FF FF FF FF 01 | it has a number too large",
                "1D 00 | it has a field of type 13",
                "15 | it has a footer that ends early"
            })
    void aFooterIsAsLargeAsItIs(String hex, String message) {
        assertThatThrownBy(() -> ParquetFooter.check(bytes(hex))).hasMessage(message);
    }

    @Test
    void aFooterIsNotDeep() {
        byte[] deep = new byte[1000];
        Arrays.fill(deep, (byte) 0x1C); // a struct in a struct in …
        assertThatThrownBy(() -> ParquetFooter.check(deep)).hasMessage("it has a footer too deep");
        Arrays.fill(deep, (byte) 0x19); // lists of one list
        assertThatThrownBy(() -> ParquetFooter.check(deep)).hasMessage("it has a footer too deep");
    }

    @Test
    void aPageIsInflatedNoFurtherThanSnappyCanDeflate() throws IOException {
        BytesInputDecompressor snappy = new BoundedSnappy().getDecompressor(CompressionCodecName.SNAPPY);
        int large = 1 << 30;
        byte[] claim = bytes("80 80 80 80 04 00"); // 1 GiB
        assertThatThrownBy(() -> snappy.decompress(BytesInput.from(claim), large))
                .hasMessage("it has a page that claims too much");
        assertThatThrownBy(() -> snappy.decompress(BytesInput.from(claim), 100))
                .hasMessage("it has a page of another size");
        byte[] zeros = new byte[1 << 20];
        byte[] page = new BoundedSnappy()
                .getCompressor(CompressionCodecName.SNAPPY)
                .compress(BytesInput.from(zeros))
                .toByteArray();
        assertThat((double) zeros.length / page.length).isBetween(21.0, 22.0);
        assertThat(snappy.decompress(BytesInput.from(page), zeros.length).toByteArray())
                .isEqualTo(zeros);
        BytesInputDecompressor none = new BoundedSnappy().getDecompressor(CompressionCodecName.UNCOMPRESSED);
        assertThatThrownBy(() -> none.decompress(BytesInput.from(claim), large))
                .hasMessage("it has a page of another size");
    }

    @Test
    void onlyWhatThisProgramWritesIsRead() throws IOException {
        String file = folder.resolve("a.parquet").toString();
        write(file, CompressionCodecName.SNAPPY, true);
        assertThat(TableFile.read(file, ExecutorRow.class)).isEqualTo(ROWS);
        write(file, CompressionCodecName.GZIP, true);
        assertRefused(file, "it has pages compressed by GZIP");
        write(file, CompressionCodecName.SNAPPY, false);
        assertRefused(file, "it has a page without a checksum");
    }

    private static void assertRefused(String file, String reason) {
        assertThatThrownBy(() -> TableFile.read(file, ExecutorRow.class))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("%s is not a Parquet file of a table (%s)".formatted(file, reason));
    }

    private static void write(String file, CompressionCodecName codec, boolean checksums) throws IOException {
        MessageType schema = TableSchema.of(ExecutorRow.class);
        Storage.write(file, out -> {
            try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new ParquetSink(out))
                    .withType(schema)
                    .withConf(new Configuration(false))
                    .withCompressionCodec(codec)
                    .withPageWriteChecksumEnabled(checksums)
                    .build()) {
                SimpleGroup row = new SimpleGroup(schema);
                row.add(TableSchema.VERSION, 1);
                Map<String, String> texts = new HashMap<>(Map.of(
                        "executor",
                        "1",
                        "host",
                        "left",
                        "backend",
                        "CpuBackend",
                        "instruction_set",
                        "avx2",
                        "java",
                        "17"));
                texts.put("device", "cpu");
                List.of(
                                "engine",
                                "engine_version",
                                "compute_capability",
                                "device_bus",
                                "driver",
                                "cuda",
                                "assigned_gpus")
                        .forEach(name -> texts.put(name, ""));
                texts.forEach(row::add);
                List.of("peak_heap_bytes", "peak_resident_bytes", "peak_array_bytes", "device_memory_bytes")
                        .forEach(name -> row.add(name, 0L));
                writer.write(row);
            }
        });
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
