package org.meanfield.storage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
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
 * A Parquet file, read without trust in it: no memory is taken for what its footer only claims and, of a file of ours, what its
 * pages claim, each of which must have its checksum. A broken file throws an exception that {@link BrokenParquet} tells from a lost store.
 */
public final class ParquetInput implements AutoCloseable {
    private static final int SMALLEST_ROW = 1;

    private final ParquetFileReader reader;
    private final boolean own;

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

    private ParquetInput(ParquetFileReader reader, boolean own) {
        this.reader = reader;
        this.own = own;
    }

    /** Opens a file of ours; the caller closes it. */
    public static ParquetInput open(String file) throws IOException {
        return open(
                file,
                HadoopReadOptions.builder(new Configuration(false))
                        .usePageChecksumVerification(true)
                        .withCodecFactory(new BoundedSnappy())
                        .build(),
                true);
    }

    /** Opens another program's file, with any compression and with or without checksums; the caller closes it. */
    public static ParquetInput openOther(String file) throws IOException {
        return open(
                file,
                HadoopReadOptions.builder(new Configuration(false))
                        .usePageChecksumVerification(true)
                        .build(),
                false);
    }

    private static ParquetInput open(String file, ParquetReadOptions options, boolean own) throws IOException {
        InputFile input = Storage.input(file);
        long length = input.getLength();
        SeekableInputStream in = input.newStream();
        try {
            ParquetFooter.check(in, length);
            ParquetFileReader reader = new ParquetFileReader(new OpenInput(file, length, in), options);
            check(reader.getFooter(), length);
            return new ParquetInput(reader, own);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Returns the schema. */
    public MessageType schema() {
        return reader.getFileMetaData().getSchema();
    }

    /** Returns the metadata besides the schema. */
    public Map<String, String> metadata() {
        return reader.getFileMetaData().getKeyValueMetaData();
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
        return Optional.ofNullable(reader.readNextRowGroup()).map(pages -> own ? new CheckedPages(pages) : pages);
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
