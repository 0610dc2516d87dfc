package org.meanfield.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meanfield.evaluate.ClusteredInterval;
import org.meanfield.evaluate.Wilson;
import org.meanfield.testing.ParquetRows;

/**
 * The accuracy of a run on test images of which several are of one photo, with a cluster-robust interval: from the
 * run's rows of {@code predictions} and a file with the number of the photo of each test image, one a line.
 */
public final class PhotoInterval {
    private PhotoInterval() {}

    /** Prints a line for each run: {@code PHOTOS DIR/tables/predictions/run_id=… …}. */
    public static void main(String[] arguments) throws IOException {
        int[] photos = Files.readAllLines(Path.of(arguments[0])).stream()
                .mapToInt(line -> Integer.parseInt(line.strip()))
                .toArray();
        for (String folder : List.of(arguments).subList(1, arguments.length)) {
            boolean[] correct = correct(Path.of(folder), photos.length);
            ClusteredInterval photo = ClusteredInterval.of(correct, photos);
            Wilson image = Wilson.of(Math.round(photo.accuracy() * correct.length), correct.length);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f %% of %,d images of %,d photos right; 95 %% interval by photos %.2f to %.2f, "
                            + "by images %.2f to %.2f, design effect %.2f%n",
                    Path.of(folder).getFileName(),
                    100 * photo.accuracy(),
                    correct.length,
                    photo.groups(),
                    100 * photo.low(),
                    100 * photo.high(),
                    100 * image.low(),
                    100 * image.high(),
                    photo.designEffect());
        }
    }

    private static boolean[] correct(Path folder, int images) {
        boolean[] correct = new boolean[images];
        boolean[] seen = new boolean[images];
        for (Map<String, String> row : ParquetRows.in(folder)) {
            if (row.get("split").equals("test") && row.get("condition").equals("clean")) {
                int index = Integer.parseInt(row.get("index"));
                correct[index] = row.get("label").equals(row.get("predicted"));
                seen[index] = true;
            }
        }
        for (int i = 0; i < images; i++) {
            if (!seen[i]) {
                throw new IllegalArgumentException("%s has no row for image %d of %d".formatted(folder, i, images));
            }
        }
        return correct;
    }
}
