package org.meanfield.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.meanfield.data.ChannelSums;
import org.meanfield.data.ShardFile;
import org.meanfield.data.Unpacked;
import org.meanfield.image.ImageShape;

/**
 * Gathers and writes shard files, one after the other.
 *
 * @param unpacked where the pixels are
 * @param folder where the files go
 * @param starts the number of images before each part
 */
record WriteShards(Unpacked unpacked, String folder, int[] starts)
        implements FlatMapFunction<Iterator<Preparation.Images>, Preparation.Written> {
    static final String PROGRESS = "write";

    @Override
    public Iterator<Preparation.Written> call(Iterator<Preparation.Images> files) {
        List<Preparation.Written> written = new ArrayList<>();
        byte[] pixels = {};
        while (files.hasNext()) {
            Preparation.Images file = files.next();
            // One array for all files of a task: an array of this size costs a whole garbage collection.
            int bytes = file.images().length * unpacked.source().shape().size();
            pixels = pixels.length < bytes ? new byte[bytes] : pixels;
            written.add(write(file, pixels));
            MeanfieldPlugin.tell(PROGRESS + " " + file.name(), file.images().length);
        }
        return written.iterator();
    }

    private Preparation.Written write(Preparation.Images file, byte[] pixels) {
        unpacked.gather(file.images(), starts, pixels);
        byte[] parts = new byte[file.images().length];
        int[] indices = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            int part = Preparation.part(file.images()[i], starts);
            parts[i] = (byte) part;
            indices[i] = file.images()[i] - starts[part];
        }
        ImageShape shape = unpacked.source().shape();
        ShardFile.Images images = new ShardFile.Images(shape, file.first(), pixels, file.labels(), parts, indices);
        ChannelSums sums = new ChannelSums(shape);
        sums.add(pixels, parts.length);
        return new Preparation.Written(ShardFile.write(folder, file.name(), file.split(), images), sums);
    }
}
