package org.meanfield.corrupt.effect;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The light on drops of water, by the distance from their edges: the steps of {@code make_cifar_c.py} in the integer
 * arithmetic of OpenCV, which are Canny's edges, the chamfer distance of a 5×5 mask (Borgefors 1986), a mean over 3×3, a
 * histogram equalized, an emboss filter, and the mean again.
 */
final class Relief {
    private static final int LOW = 50;
    private static final int HIGH = 150;
    private static final int FIX = 16;
    private static final int STRAIGHT = 1 << FIX;
    private static final int DIAGONAL = (int) Math.rint(1.4 * (1 << FIX));
    private static final int KNIGHT = (int) Math.rint(2.1969 * (1 << FIX));
    private static final int FARTHEST = 20;
    private static final int FAR = FARTHEST << FIX + 1;
    /** tan(22.5°) with 15 binary digits. */
    private static final int TAN = 13573;

    private static final int[] EMBOSS = {-2, -1, 0, -1, 1, 1, 0, 1, 2};
    private static final int[] MEAN = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    private static final int MOST = 255;

    private final int width;
    private final int height;

    private Relief(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Returns the light, 0 … 255, on drops given as levels 0 … 255, row after row. */
    static int[] of(int[] levels, int width) {
        Relief relief = new Relief(width, levels.length / width);
        float[] distances = relief.distances(relief.edges(levels));
        int[] means = relief.means(distances);
        int[] embossed = relief.filtered(equalized(means), EMBOSS);
        return relief.filtered(embossed, MEAN);
    }

    private boolean[] edges(int[] levels) {
        int[] across = new int[levels.length];
        int[] down = new int[levels.length];
        for (int i = 0; i < levels.length; i++) {
            int y = i / width;
            int x = i % width;
            for (int k = -1; k <= 1; k++) {
                int weight = 2 - k * k;
                across[i] += weight * (nearest(levels, y + k, x + 1) - nearest(levels, y + k, x - 1));
                down[i] += weight * (nearest(levels, y + 1, x + k) - nearest(levels, y - 1, x + k));
            }
        }
        boolean[] candidates = new boolean[levels.length];
        boolean[] edges = new boolean[levels.length];
        Deque<Integer> waiting = new ArrayDeque<>();
        for (int i = 0; i < levels.length; i++) {
            int size = Math.abs(across[i]) + Math.abs(down[i]);
            candidates[i] = size > LOW && isLargest(across, down, i, size);
            if (candidates[i] && size > HIGH) {
                edges[i] = true;
                waiting.add(i);
            }
        }
        while (!waiting.isEmpty()) {
            int i = waiting.remove();
            for (int k = 0; k < 9; k++) {
                int y = i / width + k / 3 - 1;
                int x = i % width + k % 3 - 1;
                if (isInside(y, x) && candidates[y * width + x] && !edges[y * width + x]) {
                    edges[y * width + x] = true;
                    waiting.add(y * width + x);
                }
            }
        }
        return edges;
    }

    private boolean isLargest(int[] across, int[] down, int i, int size) {
        int y = i / width;
        int x = i % width;
        long steepX = Math.abs(across[i]);
        long steepY = (long) Math.abs(down[i]) << 15;
        if (steepY < steepX * TAN) {
            return size > size(across, down, y, x - 1) && size >= size(across, down, y, x + 1);
        }
        if (steepY > steepX * TAN + (steepX << 16)) {
            return size > size(across, down, y - 1, x) && size >= size(across, down, y + 1, x);
        }
        int side = (across[i] ^ down[i]) < 0 ? -1 : 1;
        return size > size(across, down, y - 1, x - side) && size > size(across, down, y + 1, x + side);
    }

    private int size(int[] across, int[] down, int y, int x) {
        return isInside(y, x) ? Math.abs(across[y * width + x]) + Math.abs(down[y * width + x]) : 0;
    }

    private boolean isInside(int y, int x) {
        return y >= 0 && y < height && x >= 0 && x < width;
    }

    private int nearest(int[] levels, int y, int x) {
        return levels[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))];
    }

    /** Returns the distances from the nearest edge, in pixels, at most {@value #FARTHEST}. */
    private float[] distances(boolean[] edges) {
        int[] distances = new int[edges.length];
        for (int i = 0; i < edges.length; i++) {
            distances[i] = edges[i] ? 0 : FAR;
        }
        for (int i = 0; i < edges.length; i++) {
            relax(distances, i, -1);
        }
        for (int i = edges.length - 1; i >= 0; i--) {
            relax(distances, i, 1);
        }
        float[] pixels = new float[edges.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.min(FARTHEST, distances[i] / (float) STRAIGHT);
        }
        return pixels;
    }

    private void relax(int[] distances, int i, int way) {
        int y = i / width;
        int x = i % width;
        int least = distances[i];
        least = Math.min(least, at(distances, y, x + way) + STRAIGHT);
        least = Math.min(least, at(distances, y + way, x) + STRAIGHT);
        for (int side = -1; side <= 1; side += 2) {
            least = Math.min(least, at(distances, y + way, x + side) + DIAGONAL);
            least = Math.min(least, at(distances, y + 2 * way, x + side) + KNIGHT);
            least = Math.min(least, at(distances, y + way, x + 2 * side) + KNIGHT);
        }
        distances[i] = least;
    }

    private int at(int[] distances, int y, int x) {
        return isInside(y, x) ? distances[y * width + x] : FAR;
    }

    private int[] means(float[] values) {
        int[] means = new int[values.length];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int k = 0; k < 9; k++) {
                sum += values[mirrored(i, k)];
            }
            means[i] = (int) (float) (sum * (1 / 9.0));
        }
        return means;
    }

    private int mirrored(int i, int k) {
        return folded(i / width + k / 3 - 1, height) * width + folded(i % width + k % 3 - 1, width);
    }

    private static int folded(int place, int size) {
        return size == 1 ? 0 : place < 0 ? -place : place >= size ? 2 * size - 2 - place : place;
    }

    private static int[] equalized(int[] levels) {
        int[] counts = new int[MOST + 1];
        for (int level : levels) {
            counts[level]++;
        }
        int first = 0;
        while (counts[first] == 0) {
            first++;
        }
        if (counts[first] == levels.length) {
            return levels;
        }
        float scale = (float) MOST / (levels.length - counts[first]);
        int[] wanted = new int[MOST + 1];
        int sum = 0;
        for (int level = first + 1; level <= MOST; level++) {
            sum += counts[level];
            wanted[level] = (int) Math.rint(sum * scale);
        }
        return Arrays.stream(levels).map(level -> wanted[level]).toArray();
    }

    /** Returns the weighted sums of 3×3 levels, for the mean divided by 9 and rounded, clipped to 0 … 255. */
    private int[] filtered(int[] levels, int[] weights) {
        int[] filtered = new int[levels.length];
        for (int i = 0; i < filtered.length; i++) {
            int sum = 0;
            for (int k = 0; k < 9; k++) {
                sum += weights[k] * levels[mirrored(i, k)];
            }
            int value = weights == MEAN ? (2 * sum + 9) / 18 : sum;
            filtered[i] = Math.max(0, Math.min(MOST, value));
        }
        return filtered;
    }
}
