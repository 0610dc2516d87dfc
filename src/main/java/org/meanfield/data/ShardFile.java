package org.meanfield.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.BrokenParquet;
import org.meanfield.storage.ParquetInput;
import org.meanfield.storage.ParquetSink;
import org.meanfield.storage.Storage;

/**
 * A Parquet file of images. A row is a block of images: their pixels, labels, published parts and indices in these.
 * Uncompressed and plainly encoded; page checksums detect corruption.
 */
public final class ShardFile {
    /** The most images of a row. */
    private static final int MAX_BLOCK = 512;

    /** Below the size of a humongous object of G1 in a small heap, 512 KiB. */
    private static final int ROW_BYTES = 384 << 10;

    /** A compromise: few requests to an object store, little memory of the writer. */
    private static final int ROW_GROUP_BYTES = 8 << 20;

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            """
            message images {
              required int32 first;
              required int32 images;
              required binary pixels;
              required binary labels;
              required binary parts;
              repeated int32 indices;
            }
            """);
    private static final MessageType READ = MessageTypeParser.parseMessageType(
            """
            message images {
              required binary pixels;
              required binary labels;
            }
            """);

    private ShardFile() {}

    /**
     * Images to be written.
     *
     * @param first the position of the first one in its split
     * @param labels the class of each
     * @param parts the part of each, counted from 0
     * @param indices the number of each in its part
     */
    public record Images(ImageShape shape, int first, byte[] labels, byte[] parts, int[] indices) {}

    /** Where their pixels are. */
    @FunctionalInterface
    public interface Pixels {
        /** Writes those of the images {@code from} … {@code to} − 1 to the start of {@code target}. */
        void read(int from, int to, byte[] target);
    }

    /** Returns how many images a row has; the last one of a file may have fewer. */
    public static int block(ImageShape shape) {
        return Math.max(1, Math.min(MAX_BLOCK, ROW_BYTES / shape.size()));
    }

    /** Writes a file, in memory that does not grow with it, and returns what the manifest says of it. */
    public static Manifest.File write(String folder, String name, Split split, Images images, Pixels pixels) {
        String path = Storage.child(folder, name);
        int count = images.labels().length;
        Storage.write(path, out -> {
            try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new ParquetSink(out))
                    .withType(SCHEMA)
                    .withConf(new Configuration(false))
                    .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                    .withDictionaryEncoding(false)
                    .withRowGroupSize((long) ROW_GROUP_BYTES)
                    .withMinRowCountForPageSizeCheck(1)
                    .withMaxRowCountForPageSizeCheck(1)
                    .build()) {
                int block = block(images.shape());
                byte[] row = new byte[Math.min(block, count) * images.shape().size()];
                for (int start = 0; start < count; start += block) {
                    int end = Math.min(start + block, count);
                    pixels.read(start, end, row);
                    writer.write(row(images, start, end, row));
                }
            }
        });
        return new Manifest.File(split, name, images.first(), count, Storage.size(path));
    }

    private static Group row(Images images, int from, int to, byte[] pixels) {
        int bytes = (to - from) * images.shape().size();
        SimpleGroup row = new SimpleGroup(SCHEMA);
        row.add("first", images.first() + from);
        row.add("images", to - from);
        row.add("pixels", Binary.fromReusedByteArray(pixels, 0, bytes));
        row.add("labels", Binary.fromConstantByteArray(images.labels(), from, to - from));
        row.add("parts", Binary.fromConstantByteArray(images.parts(), from, to - from));
        Arrays.stream(images.indices(), from, to).forEach(index -> row.add("indices", index));
        return row;
    }

    /**
     * Reads the images {@code from} … {@code to} − 1 of a file into {@code pixels} and {@code labels}, at their positions.
     *
     * @throws InvalidInputException if the file is broken
     */
    static void read(String file, ImageShape shape, int from, int to, ByteBuffer pixels, ByteBuffer labels) {
        try (ParquetInput input = ParquetInput.open(file)) {
            input.select(READ);
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(READ);
            int first = 0;
            int block = block(shape);
            for (BlockMetaData group : input.rowGroups()) {
                int rows = (int) group.getRowCount();
                if (first >= to || first + rows * block <= from) {
                    input.skip();
                } else {
                    PageReadStore pages = input.next().orElseThrow();
                    RecordReader<Group> records = columns.getRecordReader(pages, new GroupRecordConverter(READ));
                    for (int row = 0; row < rows; row++) {
                        copy(
                                records.read(),
                                shape.size(),
                                from - first - row * block,
                                to - first - row * block,
                                pixels,
                                labels);
                    }
                }
                first += rows * block;
            }
        } catch (RuntimeException | IOException e) {
            throw BrokenParquet.failure(file, e, "%s is broken (%s): run prepare again");
        }
    }

    /** Copies what a row has of the images {@code from} … {@code to} − 1, counted from its own first one. */
    private static void copy(Group row, int size, int from, int to, ByteBuffer pixels, ByteBuffer labels) {
        ByteBuffer rowLabels = row.getBinary("labels", 0).toByteBuffer();
        int first = Math.max(from, 0);
        int end = Math.min(to, rowLabels.remaining());
        if (first < end) {
            ByteBuffer rowPixels = row.getBinary("pixels", 0).toByteBuffer();
            labels.put(rowLabels.slice(rowLabels.position() + first, end - first));
            pixels.put(rowPixels.slice(rowPixels.position() + first * size, (end - first) * size));
        }
    }
}
