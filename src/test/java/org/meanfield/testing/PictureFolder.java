package org.meanfield.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Folders of pictures, each of one grey level. */
public final class PictureFolder {
    private static final int WIDTH = 7;
    private static final int HEIGHT = 6;

    private PictureFolder() {}

    /** Writes {@code 000.png}, {@code 001.png} and so on, of the levels {@code first}, {@code first} + 1 and so on. */
    public static void write(Path folder, int first, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
            int[] levels = new int[WIDTH * HEIGHT];
            Arrays.fill(levels, first + i);
            picture.getRaster().setPixels(0, 0, WIDTH, HEIGHT, levels);
            ImageIO.write(
                    picture, "png", folder.resolve("%03d.png".formatted(i)).toFile());
        }
    }
}
