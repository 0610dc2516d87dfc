package org.meanfield.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small data set in the form of Fashion-MNIST, and a job that trains on it. */
public final class IdxFolder {
    /** Trains a tiny network on such a folder, which {@code data.path} is to name. */
    public static final String JOB = "src/test/resources/tiny-idx.yaml";

    private IdxFolder() {}

    /** Writes the four files, not compressed, into a folder, and returns it. */
    public static Path write(Path folder, int train, int test) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("train-images-idx3-ubyte"), IdxFiles.images(train));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), IdxFiles.labels(train));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), IdxFiles.images(test));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxFiles.labels(test));
        return folder;
    }
}
