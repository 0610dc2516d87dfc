package org.meanfield.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.meanfield.data.Manifest;
import org.meanfield.data.ShardFile;
import org.meanfield.data.Unpacked;

/**
 * Task that gathers and writes shard files, one after the other.
 *
 * @param unpacked the unpacked pixels
 * @param folder the folder of the shard files
 * @param starts the number of images before each part
 */
record WriteShards(Unpacked unpacked, String folder, int[] starts)
        implements FlatMapFunction<Iterator<ShardImages>, Manifest.File> {
    static final String PROGRESS = "write";

    @Override
    public Iterator<Manifest.File> call(Iterator<ShardImages> files) {
        List<Manifest.File> written = new ArrayList<>();
        try (Unpacked.Reader reader = unpacked.reader()) {
            while (files.hasNext()) {
                ShardImages file = files.next();
                written.add(write(file, reader));
                MeanfieldPlugin.tell(PROGRESS + " " + file.name(), file.images().length);
            }
        }
        return written.iterator();
    }

    private Manifest.File write(ShardImages file, Unpacked.Reader reader) {
        int[] images = file.images();
        byte[] parts = new byte[images.length];
        int[] indices = new int[images.length];
        for (int i = 0; i < images.length; i++) {
            int part = ShardImages.part(images[i], starts);
            parts[i] = (byte) part;
            indices[i] = images[i] - starts[part];
        }
        return ShardFile.write(
                folder,
                file.name(),
                file.split(),
                new ShardFile.Images(unpacked.source().shape(), file.first(), file.labels(), parts, indices),
                (from, to, target) -> reader.gather(Arrays.copyOfRange(images, from, to), starts, target));
    }
}
