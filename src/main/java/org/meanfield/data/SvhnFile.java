package org.meanfield.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.ZipException;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.image.ImageShape;
import org.meanfield.storage.ReadAhead;

/**
 * A file of SVHN's cropped digits: the variables {@code X}, uint8 32×32×3×N in column-major order, and {@code y}, N labels
 * with 10 for the digit 0, in any order and among other variables.
 *
 * @param name its name in messages
 */
record SvhnFile(String name) {
    static final int SIDE = 32;
    static final ImageShape SHAPE = new ImageShape(3, SIDE, SIDE);
    static final int CLASSES = 10;

    /** Twice what the largest published file has; a broken header can't ask for more. */
    private static final int MAX_COUNT = 1_200_000;

    private static final int BLOCK = 256;
    private static final int SIZE = SHAPE.size();
    private static final String FORM = "uint8 32×32×3×N with N in 1 … " + MAX_COUNT;

    @FunctionalInterface
    private interface Reading<T> {
        T from(MatFile file) throws IOException;
    }

    /** Returns how many images there are, without reading them. */
    int count(InputStream in) {
        return reading(in, file -> {
            for (Optional<MatVariable> next = file.next(); next.isPresent(); next = file.next()) {
                if (next.get().name().equals("X")) {
                    return images(next.get());
                }
            }
            throw lacks("X");
        });
    }

    /**
     * Reads and closes the file: streams the images to {@code sink} in order while they are decompressed, and returns the
     * labels, the only array of N elements in memory.
     *
     * @throws InvalidInputException if it is broken or holds something else
     */
    byte[] read(InputStream in, Source.Sink sink) {
        return reading(in, file -> {
            int images = 0; // of two SciPy takes the last; the first is streamed by then
            Optional<byte[]> labels = Optional.empty();
            for (Optional<MatVariable> next = file.next(); next.isPresent(); next = file.next()) {
                MatVariable variable = next.get();
                if (variable.name().equals("X")) {
                    checkFirst(images == 0, "X");
                    images = images(variable);
                    stream(variable, images, sink);
                    file.finish();
                } else if (variable.name().equals("y")) {
                    checkFirst(labels.isEmpty(), "y");
                    labels = Optional.of(labels(variable));
                    file.finish();
                }
            }
            if (images == 0 || labels.isEmpty()) {
                throw lacks(images == 0 ? "X" : "y");
            }
            Check.that(
                    labels.get().length == images,
                    "number of labels in " + name,
                    labels.get().length,
                    "%d, as many as there are images".formatted(images));
            return labels.get();
        });
    }

    private <T> T reading(InputStream in, Reading<T> reading) {
        try (in) {
            return reading.from(MatFile.open(name, in));
        } catch (EOFException e) {
            throw new InvalidInputException(name + " ends early but must be whole", e);
        } catch (ZipException e) {
            throw new InvalidInputException("%s is broken (%s) but must be whole".formatted(name, Reason.line(e)), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(name, Reason.line(e)), e);
        }
    }

    private void checkFirst(boolean first, String variable) {
        if (!first) {
            throw new InvalidInputException("%s has %s twice but must have it once".formatted(name, variable));
        }
    }

    private InvalidInputException lacks(String variable) {
        return new InvalidInputException("%s has no variable %s but must have X and y".formatted(name, variable));
    }

    /** Returns N. A single image is 32×32×3: MATLAB leaves out sizes of 1 at the end. */
    private int images(MatVariable x) {
        int[] size = x.dimensions();
        boolean fits = size.length >= 3 && size.length <= 4 && size[0] == SIDE && size[1] == SIDE && size[2] == 3;
        int images = fits && size.length == 4 ? size[3] : 1;
        Check.that(
                fits
                        && images > 0
                        && images <= MAX_COUNT
                        && x.matlabClass() == MatVariable.UINT8_CLASS
                        && x.storage() == MatVariable.UINT8,
                "X of " + name,
                x.described(),
                FORM);
        return images;
    }

    private static void stream(MatVariable x, int images, Source.Sink sink) throws IOException {
        byte[] columns = new byte[BLOCK * SIZE];
        byte[] planes = new byte[BLOCK * SIZE];
        try (ReadAhead values = new ReadAhead(x.values())) {
            for (int done = 0; done < images; done += BLOCK) {
                int block = Math.min(BLOCK, images - done);
                if (values.readNBytes(columns, 0, block * SIZE) < block * SIZE) {
                    throw new ZipException("X has fewer values than its dimensions say");
                }
                Planes.transpose(columns, planes, block * SHAPE.channels());
                sink.accept(planes, block);
            }
            if (values.read() >= 0) {
                throw new ZipException("X has more values than its dimensions say");
            }
        }
    }

    private byte[] labels(MatVariable y) throws IOException {
        int[] size = y.dimensions();
        boolean vector = size.length == 2 && Math.min(size[0], size[1]) == 1 && Math.max(size[0], size[1]) <= MAX_COUNT;
        Check.that(
                vector && MatVariable.isNumeric(y.matlabClass()),
                "y of " + name,
                y.described(),
                "numbers, N×1 with N in 1 … " + MAX_COUNT);
        double[] values = y.read(Math.max(size[0], size[1]));
        byte[] labels = new byte[values.length];
        for (int i = 0; i < labels.length; i++) {
            if (!(values[i] >= 1 && values[i] <= CLASSES && values[i] == Math.rint(values[i]))) {
                throw new InvalidInputException(
                        "label %d of %s is %s but must be a whole number in 1 … %d, which stands for the digit 0"
                                .formatted(i, name, values[i], CLASSES));
            }
            labels[i] = (byte) (values[i] % CLASSES);
        }
        return labels;
    }
}
