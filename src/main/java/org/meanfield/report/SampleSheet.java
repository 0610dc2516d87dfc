package org.meanfield.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.meanfield.image.Image;
import org.meanfield.report.chart.PngCanvas;

/** Sheet of sample images in rows, each row with its title at the left, below the heads of the columns. */
public final class SampleSheet {
    private static final int LEAST_SIDE = 56;
    private static final int GAP = 4;
    private static final int MARGIN = 12;
    private static final int HEAD_HEIGHT = 18;
    private static final Font HEAD = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

    /**
     * A row.
     *
     * @param title at its left
     * @param images of one size; empty leaves a place free
     */
    public record Row(String title, List<Optional<Image>> images) {
        /** Returns a row without free places. */
        public static Row of(String title, List<Image> images) {
            return new Row(title, images.stream().map(Optional::of).toList());
        }
    }

    /**
     * The head of columns.
     *
     * @param text shortened where it is wider than its columns
     * @param columns how many, side by side
     */
    public record Head(String text, int columns) {}

    private SampleSheet() {}

    /** Draws rows without heads of columns. */
    public static byte[] png(List<Row> rows) {
        return png(List.of(), rows);
    }

    /**
     * Draws the rows. Small images are enlarged by a whole factor.
     *
     * @param heads lines of heads, each from the left column on
     * @param rows at least one, with an image; the images of all have one size, of one channel (grey) or three (red, green, blue);
     *     values outside [0, 1] are clipped
     * @return a PNG
     */
    public static byte[] png(List<List<Head>> heads, List<Row> rows) {
        Image first = rows.stream()
                .flatMap(row -> row.images().stream())
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
        int zoom = Math.max(
                1, (LEAST_SIDE + first.shape().width() - 1) / first.shape().width());
        int stepX = zoom * first.shape().width() + GAP;
        int stepY = zoom * first.shape().height() + GAP;
        int columns = rows.stream().mapToInt(row -> row.images().size()).max().orElseThrow();
        int left = 2 * MARGIN + widestTitle(rows);
        int above = MARGIN + heads.size() * HEAD_HEIGHT;
        BufferedImage sheet = new BufferedImage(
                left + columns * stepX - GAP + MARGIN,
                above + MARGIN + rows.size() * stepY - GAP,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            graphics.setColor(Color.BLACK);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setFont(HEAD);
            for (int i = 0; i < heads.size(); i++) {
                heads(heads.get(i), graphics, left, MARGIN + i * HEAD_HEIGHT, stepX);
            }
            graphics.setFont(FONT);
            for (int i = 0; i < rows.size(); i++) {
                int top = above + i * stepY;
                FontMetrics metrics = graphics.getFontMetrics();
                int baseline = top + (stepY - GAP - metrics.getHeight()) / 2 + metrics.getAscent();
                graphics.drawString(rows.get(i).title(), MARGIN, baseline);
                for (int k = 0; k < rows.get(i).images().size(); k++) {
                    int x = left + k * stepX;
                    rows.get(i).images().get(k).ifPresent(image -> draw(image, zoom, graphics, x, top));
                }
            }
        } finally {
            graphics.dispose();
        }
        return PngCanvas.encode(sheet);
    }

    private static void heads(List<Head> line, Graphics2D graphics, int left, int top, int stepX) {
        FontMetrics metrics = graphics.getFontMetrics();
        int x = left;
        for (Head head : line) {
            String text = head.text();
            while (text.length() > 2 && metrics.stringWidth(text) > head.columns() * stepX - GAP) {
                text = text.substring(0, text.length() - 2).strip() + "…";
            }
            graphics.drawString(text, x, top + metrics.getAscent());
            x += head.columns() * stepX;
        }
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
