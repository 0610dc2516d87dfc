package org.meanfield.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/**
 * A Parquet file of ours, read without trust in it: no memory is taken for what its footer or its pages only claim, and each
 * page must have its checksum. A broken file throws an exception that {@link BrokenParquet} tells from a lost store.
 */
public final class ParquetInput implements AutoCloseable {
    private static final int SMALLEST_ROW = 1;

    private final ParquetFileReader reader;

    /** A file that is opened once, for its footer and its pages. */
    private record OpenInput(String file, long length, SeekableInputStream in) implements InputFile {
        @Override
        public long getLength() {
            return length;
        }

        @Override
        public SeekableInputStream newStream() {
            return in;
        }

        @Override
        public String toString() {
            return file;
        }
    }

    private ParquetInput(ParquetFileReader reader) {
        this.reader = reader;
    }

    /** Opens a file; the caller closes it. */
    public static ParquetInput open(String file) throws IOException {
        ParquetReadOptions options = HadoopReadOptions.builder(new Configuration(false))
                .usePageChecksumVerification(true)
                .withCodecFactory(new BoundedSnappy())
                .build();
        InputFile input = Storage.input(file);
        long length = input.getLength();
        SeekableInputStream in = input.newStream();
        try {
            ParquetFooter.check(in, length);
            ParquetFileReader reader = new ParquetFileReader(new OpenInput(file, length, in), options);
            check(reader.getFooter(), length);
            return new ParquetInput(reader);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Returns the schema. */
    public MessageType schema() {
        return reader.getFileMetaData().getSchema();
    }

    /** Restricts what is read to some columns. */
    public void select(MessageType columns) {
        reader.setRequestedSchema(columns);
    }

    /** Returns the row groups. */
    public List<BlockMetaData> rowGroups() {
        return reader.getRowGroups();
    }

    /** Reads the next row group; empty at the end. */
    public Optional<PageReadStore> next() throws IOException {
        return Optional.ofNullable(reader.readNextRowGroup()).map(CheckedPages::new);
    }

    /** Leaves out the next row group. */
    public void skip() throws IOException {
        reader.skipNextRowGroup();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static void check(ParquetMetadata footer, long length) {
        long claimed = 0;
        for (BlockMetaData group : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                long start = chunk.getStartingPos();
                long size = chunk.getTotalSize();
                boolean inside = start >= 0 && size >= 0 && start <= length && size <= length - start;
                require(inside, "a column outside of the file");
                claimed += size;
                require(claimed <= length, "columns that overlap");
                require(group.getRowCount() >= SMALLEST_ROW, "a row group without rows");
            }
        }
    }

    static void require(boolean holds, String instead) {
        if (!holds) {
            throw new BrokenParquet.ContentException(instead);
        }
    }
}
