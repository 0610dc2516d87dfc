package org.meanfield.report;

import java.awt.image.BufferedImage;
import java.util.List;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Splits;
import org.meanfield.image.Image;
import org.meanfield.report.chart.PngCanvas;

/** Access to the data sets of runs, for pictures of their images. */
public interface TestImages {
    /**
     * Opens the data set of a run.
     *
     * @throws InvalidInputException if it is missing, or differs from the run's data
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    Splits open(RunData run);

    /**
     * Returns the file of each test image of a run, relative to the data set's folder; empty where images have no files of their own.
     *
     * @throws InvalidInputException if the data set is missing
     */
    List<String> files(RunData run);

    /** Returns the names of a run's classes. */
    ClassNames names(RunData run);

    /** Returns an image of one channel (grey) or three (red, green, blue) as PNG. */
    static byte[] png(Image image) {
        return PngCanvas.encode(picture(image));
    }

    /** Returns an image as a {@code BufferedImage}; values outside [0, 1] are clipped. */
    static BufferedImage picture(Image image) {
        int width = image.shape().width();
        int plane = image.plane();
        BufferedImage picture = new BufferedImage(width, image.shape().height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                int own = image.shape().channels() == 1 ? 0 : channel;
                float value = Math.max(0, Math.min(1, image.pixels()[own * plane + i]));
                rgb = rgb << 8 | Math.round(255 * value);
            }
            picture.setRGB(i % width, i / width, rgb);
        }
        return picture;
    }
}
