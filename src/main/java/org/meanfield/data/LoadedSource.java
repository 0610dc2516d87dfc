package org.meanfield.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.JvmCache;

/**
 * All images of a small data set, in the order of its parts.
 *
 * @param findings the warnings of reading them
 */
record LoadedSource(LabelledImages images, Division division, Findings findings) {
    private static final JvmCache<Source, LoadedSource> LOADED = new JvmCache<>();

    /** Returns a data set, which is read once per JVM. */
    static LoadedSource of(Source source) {
        return LOADED.get(source, () -> read(source));
    }

    /** Returns a split in the published order. */
    LabelledImages published(Split split) {
        return images.select(division.published(split));
    }

    private static LoadedSource read(Source source) {
        int size = source.shape().size();
        int total = source.parts().stream().mapToInt(source::count).sum();
        byte[] pixels = new byte[Math.multiplyExact(total, size)];
        byte[] labels = new byte[total];
        List<Contents> contents = new ArrayList<>();
        int start = 0;
        List<Findings> findings = new ArrayList<>();
        for (Source.Part part : source.parts()) {
            Contents read = read(source, part, pixels, start * size, findings);
            System.arraycopy(read.labels(), 0, labels, start, read.labels().length);
            contents.add(read);
            start += read.labels().length;
        }
        LabelledImages images = start == total
                ? new LabelledImages(source.shape(), pixels, labels)
                : new LabelledImages(source.shape(), Arrays.copyOf(pixels, start * size), Arrays.copyOf(labels, start));
        return new LoadedSource(
                images, new Division(source, contents), findings.stream().reduce(Findings.NONE, Findings::plus));
    }

    private static Contents read(Source source, Source.Part part, byte[] pixels, int offset, List<Findings> findings) {
        int size = source.shape().size();
        int[] end = {offset};
        Source.Sink sink = (block, images) -> {
            System.arraycopy(block, 0, pixels, end[0], images * size);
            end[0] += images * size;
        };
        byte[] labels = source.read(part, sink.noting(findings::add));
        long[] fingerprints = {};
        if (source.dropsDuplicates()) {
            Contents.Fingerprints prints = new Contents.Fingerprints();
            fingerprints = IntStream.range(0, labels.length)
                    .mapToLong(i -> prints.of(pixels, offset + i * size, size))
                    .toArray();
        }
        return new Contents(labels, fingerprints);
    }
}
