package org.meanfield.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The codecs of our Parquet files, none and Snappy, which inflate a page no further than Snappy could have deflated it. */
final class BoundedSnappy implements CompressionCodecFactory {
    /** A copy of 64 bytes takes 3, and one of 11 takes 2. */
    private static final int MOST_INFLATED = 22;

    private static final int PAGE = 1 << 20;

    private final CodecFactory codecs = new CodecFactory(new Configuration(false), PAGE);

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return codecs.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        boolean snappy = codec == CompressionCodecName.SNAPPY;
        ParquetInput.require(snappy || codec == CompressionCodecName.UNCOMPRESSED, "pages compressed by " + codec);
        BytesInputDecompressor whole = codecs.getDecompressor(codec);
        return new BytesInputDecompressor() {
            @Override
            public BytesInput decompress(BytesInput page, int size) throws IOException {
                BytesInput bytes = BytesInput.copy(page); // what is read once is gone
                check(bytes.toByteBuffer(), size, snappy);
                return whole.decompress(bytes, size);
            }

            @Override
            public void decompress(ByteBuffer page, int compressed, ByteBuffer target, int size) throws IOException {
                check(page.duplicate(), size, snappy);
                whole.decompress(page, compressed, target, size);
            }

            @Override
            public void release() {
                whole.release();
            }
        };
    }

    private static void check(ByteBuffer page, int size, boolean snappy) {
        int length = page.remaining();
        if (snappy) {
            ParquetInput.require(length > 0 && size <= (long) MOST_INFLATED * length, "a page that claims too much");
            ParquetInput.require(promised(page) == size, "a page of another size");
        } else {
            ParquetInput.require(length == size, "a page of another size");
        }
    }

    /** Returns the size before a block of Snappy: seven bits a byte, the lowest first. */
    private static long promised(ByteBuffer block) {
        long size = 0;
        for (int shift = 0; shift < 35 && block.hasRemaining(); shift += 7) {
            int bits = block.get();
            size |= (bits & 0x7fL) << shift;
            if (bits >= 0) {
                return size;
            }
        }
        return -1;
    }

    @Override
    public void release() {
        codecs.release();
    }
}
