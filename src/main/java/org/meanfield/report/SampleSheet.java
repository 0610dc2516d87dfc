package org.meanfield.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.meanfield.image.Image;
import org.meanfield.report.chart.PngCanvas;

/** Sheet of sample images in rows, each row with its title at the left. */
public final class SampleSheet {
    private static final int LEAST_SIDE = 56;
    private static final int GAP = 4;
    private static final int MARGIN = 12;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

    /** A title and images of one size. */
    public record Row(String title, List<Image> images) {}

    private SampleSheet() {}

    /**
     * Draws the rows. Small images are enlarged by a whole factor.
     *
     * @param rows at least one; the images of all have one size, of one channel (grey) or three (red, green, blue);
     *     values outside [0, 1] are clipped
     * @return a PNG
     */
    public static byte[] png(List<Row> rows) {
        Image first = rows.get(0).images().get(0);
        int zoom = Math.max(
                1, (LEAST_SIDE + first.shape().width() - 1) / first.shape().width());
        int stepX = zoom * first.shape().width() + GAP;
        int stepY = zoom * first.shape().height() + GAP;
        int columns = rows.stream().mapToInt(row -> row.images().size()).max().orElseThrow();
        int left = 2 * MARGIN + widestTitle(rows);
        BufferedImage sheet = new BufferedImage(
                left + columns * stepX - GAP + MARGIN,
                2 * MARGIN + rows.size() * stepY - GAP,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            graphics.setColor(Color.BLACK);
            graphics.setFont(FONT);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            for (int i = 0; i < rows.size(); i++) {
                int top = MARGIN + i * stepY;
                FontMetrics metrics = graphics.getFontMetrics();
                int baseline = top + (stepY - GAP - metrics.getHeight()) / 2 + metrics.getAscent();
                graphics.drawString(rows.get(i).title(), MARGIN, baseline);
                for (int k = 0; k < rows.get(i).images().size(); k++) {
                    draw(rows.get(i).images().get(k), zoom, graphics, left + k * stepX, top);
                }
            }
        } finally {
            graphics.dispose();
        }
        return PngCanvas.encode(sheet);
    }

    private static int widestTitle(List<Row> rows) {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            FontMetrics metrics = graphics.getFontMetrics(FONT);
            return rows.stream()
                    .mapToInt(row -> metrics.stringWidth(row.title()))
                    .max()
                    .orElseThrow();
        } finally {
            graphics.dispose();
        }
    }

    private static void draw(Image image, int zoom, Graphics2D graphics, int left, int top) {
        graphics.drawImage(
                TestImages.picture(image),
                left,
                top,
                zoom * image.shape().width(),
                zoom * image.shape().height(),
                null);
    }
}
