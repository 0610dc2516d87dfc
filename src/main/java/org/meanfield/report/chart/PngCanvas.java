package org.meanfield.report.chart;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Canvas that draws a PNG on white, at a scale of two. */
public final class PngCanvas implements Canvas {
    private static final int SCALE = 2;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    private static final int TITLE_HEIGHT = 30;
    /** The width of a bold letter, at most. */
    private static final double TITLE_CHARACTER = 9.5;

    private static final float[] DASHES = {5, 4};

    private final Graphics2D graphics;

    private PngCanvas(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /** Draws a chart below its title. */
    public static byte[] png(Chart chart, String title) {
        return encode(image(chart, title));
    }

    /** Draws a chart below its title as an image, for combined pictures. */
    public static BufferedImage image(Chart chart, String title) {
        BufferedImage image = new BufferedImage(
                SCALE * chart.width(), SCALE * (TITLE_HEIGHT + chart.height()), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(SCALE, SCALE);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            PngCanvas canvas = new PngCanvas(graphics);
            canvas.box(ChartColour.PAPER, 1, 0, 0, chart.width(), TITLE_HEIGHT + chart.height(), "");
            graphics.setFont(TITLE);
            int most = Math.max(1, (int) (chart.width() / TITLE_CHARACTER));
            canvas.text(ChartColour.TEXT, Anchor.START, 4, TITLE_HEIGHT - 10.0, Frame.shortened(title, most));
            graphics.translate(0, TITLE_HEIGHT);
            graphics.setFont(FONT);
            chart.draw(canvas);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /** Returns an image as PNG. */
    public static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot encode a picture in memory", e);
        }
        return png.toByteArray();
    }

    @Override
    public void line(Stroke stroke, double... points) {
        graphics.setColor(stroke.colour().light());
        graphics.setStroke(new BasicStroke(
                (float) stroke.width(),
                BasicStroke.CAP_ROUND,
                BasicStroke.JOIN_ROUND,
                1,
                stroke.dashed() ? DASHES : null,
                0));
        graphics.draw(path(points));
    }

    @Override
    public void area(ChartColour colour, double opacity, double... points) {
        Path2D path = path(points);
        path.closePath();
        fill(colour, opacity, path);
    }

    @Override
    public void dot(ChartColour colour, double x, double y, double radius, String tip) {
        fill(colour, 1, new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void box(ChartColour colour, double opacity, double x, double y, double width, double height, String tip) {
        fill(colour, opacity, new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void text(ChartColour colour, Anchor anchor, double x, double y, double degrees, String text, String tip) {
        double width = graphics.getFontMetrics().stringWidth(text);
        double left =
                switch (anchor) {
                    case START -> x;
                    case MIDDLE -> x - width / 2;
                    case END -> x - width;
                };
        graphics.setColor(colour.light());
        AffineTransform upright = graphics.getTransform();
        graphics.rotate(Math.toRadians(degrees), x, y);
        graphics.drawString(text, (float) left, (float) y);
        graphics.setTransform(upright);
    }

    private void fill(ChartColour colour, double opacity, java.awt.Shape shape) {
        graphics.setColor(colour.light());
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) opacity));
        graphics.fill(shape);
        graphics.setComposite(AlphaComposite.SrcOver);
    }

    private static Path2D path(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        return path;
    }
}
