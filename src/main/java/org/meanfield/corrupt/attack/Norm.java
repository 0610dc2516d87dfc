package org.meanfield.corrupt.attack;

import java.util.SplittableRandom;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/** What the size of a perturbation is measured by, over all values of an image, each from 0 (black) to 1. */
public enum Norm {
    /** The largest change of a value. */
    LINF {
        @Override
        double largest(ImageShape shape) {
            return 1;
        }

        @Override
        void ascend(Image image, Image gradient, double length) {
            for (int i = 0; i < image.pixels().length; i++) {
                image.pixels()[i] += (float) (length * Math.signum(gradient.pixels()[i]));
            }
        }

        @Override
        void project(Image image, Image centre, double radius) {
            for (int i = 0; i < image.pixels().length; i++) {
                float change = image.pixels()[i] - centre.pixels()[i];
                image.pixels()[i] = centre.pixels()[i] + Math.max((float) -radius, Math.min((float) radius, change));
            }
        }

        @Override
        void draw(Image image, double radius, SplittableRandom random) {
            for (int i = 0; i < image.pixels().length; i++) {
                image.pixels()[i] += (float) (radius * (2 * random.nextDouble() - 1));
            }
        }

        @Override
        void drawOnEdge(Image image, double radius, SplittableRandom random) {
            for (int i = 0; i < image.pixels().length; i++) {
                image.pixels()[i] += (float) (random.nextBoolean() ? radius : -radius);
            }
        }
    },
    /** The Euclidean norm of the change. */
    L2 {
        @Override
        double largest(ImageShape shape) {
            return Math.sqrt(shape.size());
        }

        @Override
        void ascend(Image image, Image gradient, double length) {
            double norm = euclidean(gradient.pixels());
            add(image, gradient.pixels(), norm > 0 ? length / norm : 0);
        }

        @Override
        void project(Image image, Image centre, double radius) {
            float[] change = image.pixels().clone();
            for (int i = 0; i < change.length; i++) {
                change[i] -= centre.pixels()[i];
            }
            double norm = euclidean(change);
            if (norm > radius) {
                System.arraycopy(centre.pixels(), 0, image.pixels(), 0, change.length);
                add(image, change, radius / norm);
            }
        }

        /** A direction by normal numbers, at a distance of r · u^(1/n) in n dimensions. */
        @Override
        void draw(Image image, double radius, SplittableRandom random) {
            double share = StrictMath.pow(random.nextDouble(), 1.0 / image.pixels().length);
            drawOnEdge(image, radius * share, random);
        }

        @Override
        void drawOnEdge(Image image, double radius, SplittableRandom random) {
            float[] direction = new float[image.pixels().length];
            for (int i = 0; i < direction.length; i++) {
                direction[i] = (float) random.nextGaussian();
            }
            add(image, direction, radius / euclidean(direction));
        }
    };

    /** Returns the norm that the difference of two images of a shape can have at most. */
    abstract double largest(ImageShape shape);

    /** Moves an image by a step of this length along which the gradient's objective rises most. */
    abstract void ascend(Image image, Image gradient, double length);

    /** Moves an image to the nearest one whose distance from {@code centre} is at most {@code radius}. */
    abstract void project(Image image, Image centre, double radius);

    /** Adds a perturbation drawn uniformly from those of at most this norm. */
    abstract void draw(Image image, double radius, SplittableRandom random);

    /** Adds a perturbation of exactly this norm: signs for the largest change, a random direction for the Euclidean norm. */
    abstract void drawOnEdge(Image image, double radius, SplittableRandom random);

    private static void add(Image image, float[] direction, double factor) {
        for (int i = 0; i < direction.length; i++) {
            image.pixels()[i] += (float) (factor * direction[i]);
        }
    }

    private static double euclidean(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
