package org.meanfield.storage;

import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Parquet input file. */
record StoredInput(String file) implements InputFile {
    @Override
    public long getLength() {
        return Storage.size(file);
    }

    @Override
    public SeekableInputStream newStream() {
        return HadoopStreams.wrap(Storage.seekable(file));
    }

    @Override
    public String toString() {
        return file;
    }
}
