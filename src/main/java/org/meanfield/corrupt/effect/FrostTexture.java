package org.meanfield.corrupt.effect;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.image.Pen;

/**
 * A drawn texture of frost: a film of ice of uneven thickness, ridges where its patches meet, and needles that branch at 60°.
 * Its grey values have the mean 0.45 and the standard deviation 0.2 before clipping; its colour is bluish. There are a few, the
 * same on every machine.
 */
public final class FrostTexture {
    /** The number of different ones. */
    public static final int COUNT = 5;

    private static final int SIDE = 512;
    private static final double MEAN = 0.45;
    private static final double STD = 0.2;
    private static final int STARS = 26;
    private static final float[] TINT = {0.86f, 0.95f, 1.08f};
    private static final Map<String, FrostTexture> DRAWN = new ConcurrentHashMap<>();

    private final int side;
    private final float[] grey;

    /** How much it is reduced. */
    public enum Scale {
        /** Not reduced. */
        WHOLE(1),
        /** To a third of each side. */
        THIRD(3),
        /** To a fifth of each side. */
        FIFTH(5);

        private final int block;

        Scale(int block) {
            this.block = block;
        }
    }

    private FrostTexture(int side, float[] grey) {
        this.side = side;
        this.grey = grey;
    }

    /** Returns one of them, {@code number} from 0; it is drawn once. */
    public static FrostTexture drawn(Scale scale, int number) {
        return DRAWN.computeIfAbsent(scale + " " + number, key -> draw(number).reduced(scale.block));
    }

    /** Returns its side in pixels. */
    public int side() {
        return side;
    }

    /** Returns the part of that shape whose first pixel is ({@code left}, {@code top}); at its edges the texture is mirrored. */
    public Image part(ImageShape shape, int left, int top) {
        Image part = new Image(shape);
        int plane = part.plane();
        for (int i = 0; i < part.pixels().length; i++) {
            int place = i % plane;
            int x = inside(left + place % shape.width());
            int y = inside(top + place / shape.width());
            float tint = shape.channels() == Colour.CHANNELS ? TINT[i / plane] : 1;
            part.pixels()[i] = Image.clip(tint * grey[y * side + x]);
        }
        return part;
    }

    private int inside(int place) {
        int folded = place % (2 * side);
        return folded < side ? folded : 2 * side - 1 - folded;
    }

    private FrostTexture reduced(int block) {
        int smaller = side / block;
        float[] means = new float[smaller * smaller];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int k = 0; k < block * block; k++) {
                int y = i / smaller * block + k / block;
                int x = i % smaller * block + k % block;
                sum += grey[y * side + x];
            }
            means[i] = (float) (sum / (block * block));
        }
        return new FrostTexture(smaller, means);
    }

    private static FrostTexture draw(int number) {
        SplittableRandom random = new SplittableRandom(number);
        float[] film = Plasma.of(SIDE, 2.2, random);
        float[] patches = Plasma.of(SIDE, 1.7, random);
        float[] needles = new float[SIDE * SIDE];
        for (int star = 0; star < STARS; star++) {
            double x = SIDE * random.nextDouble();
            double y = SIDE * random.nextDouble();
            double turn = 60 * random.nextDouble();
            double length = 30 + 70 * random.nextDouble();
            for (int arm = 0; arm < 6; arm++) {
                grow(needles, x, y, turn + 60 * arm, length * (0.5 + random.nextDouble()), random);
            }
        }
        float[] grey = new float[SIDE * SIDE];
        for (int i = 0; i < grey.length; i++) {
            double ridge = 1 - Math.abs(2 * patches[i] - 1);
            grey[i] = (float) (0.8 * film[i] + 0.5 * ridge * ridge * ridge + 0.45 * needles[i]);
        }
        standardize(grey);
        return new FrostTexture(SIDE, grey);
    }

    /** Draws a needle and, while it is long, its side branches, at 60° to it. */
    private static void grow(float[] mask, double x, double y, double degrees, double length, SplittableRandom random) {
        double dx = StrictMath.cos(StrictMath.toRadians(degrees));
        double dy = StrictMath.sin(StrictMath.toRadians(degrees));
        double[] ends = {x, y, x + length * dx, y + length * dy};
        Pen.draw(mask, SIDE, ends, 0.4 + length / 60);
        for (double along = 0.25; length > 16 && along < 1; along += 0.15) {
            double start = length * (along + 0.1 * random.nextDouble());
            for (int way = -1; way <= 1; way += 2) {
                grow(mask, x + start * dx, y + start * dy, degrees + 60 * way, 0.4 * length * (1.2 - along), random);
            }
        }
    }

    private static void standardize(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        double std = Math.sqrt(squares / values.length - mean * mean);
        for (int i = 0; i < values.length; i++) {
            values[i] = Image.clip((float) (MEAN + STD * (values[i] - mean) / std));
        }
    }
}
