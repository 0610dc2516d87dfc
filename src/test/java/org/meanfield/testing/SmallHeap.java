package org.meanfield.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.meanfield.data.Labels;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.data.Svhn;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Progress;

/** A program that reads the whole training split of shards into a mapped file and prints what it has read. */
public final class SmallHeap {
    private SmallHeap() {}

    /** Reads the shards of SVHN in the folder {@code args[0]}, through a file {@code args[1]}. */
    public static void main(String[] args) {
        Svhn data = new Svhn(
                args[0], "file:/none", false, 0, List.of(Svhn.Published.TRAIN), false, "", 0, Labels.PUBLISHED);
        Splits splits = Splits.open(data, Progress.SILENT);
        LabelledImages images =
                splits.read(Split.TRAIN, 0, splits.count(Split.TRAIN), bytes -> map(Path.of(args[1]), bytes));
        System.out.print(sum(images) + " " + Runtime.getRuntime().maxMemory());
    }

    /** Returns the sum of all pixels. */
    public static long sum(LabelledImages images) {
        long sum = 0;
        for (int i = 0; i < images.pixels().capacity(); i++) {
            sum += images.pixels().get(i) & 0xff;
        }
        return sum;
    }

    private static ByteBuffer map(Path file, int bytes) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, 0, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            file.toFile().delete();
        }
    }
}
