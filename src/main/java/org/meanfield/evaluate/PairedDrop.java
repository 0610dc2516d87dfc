package org.meanfield.evaluate;

/**
 * How much less accurate a model is on changed images than on the same images as they were, with a 95 % interval that takes
 * account of their being the same. Only images that are right in one case and wrong in the other say anything about it.
 *
 * <p>With b images lost, c gained and n in all the drop is (b − c) / n. The interval is that of Bonett and Price (2012), an
 * adjusted Wald interval: with p = (b + 1) / (n + 2) and q = (c + 1) / (n + 2) it is p − q ± z·√((p + q − (p − q)²) / (n + 2)).
 * Unlike the plain one it has a width where no image changes sides.
 *
 * @param drop accuracy before less accuracy after, in [−1, 1]
 * @param low lower end
 * @param high upper end
 */
public record PairedDrop(double drop, double low, double high) {
    /**
     * Returns the drop.
     *
     * @param lost images that are right only as they were
     * @param gained images that are right only when changed
     * @param examples images in all, a positive number
     */
    public static PairedDrop of(long lost, long gained, long examples) {
        double n = examples + 2.0;
        double p = (lost + 1) / n;
        double q = (gained + 1) / n;
        double half = Wilson.Z * Math.sqrt((p + q - (p - q) * (p - q)) / n);
        return new PairedDrop(
                (double) (lost - gained) / examples, Math.max(-1, p - q - half), Math.min(1, p - q + half));
    }
}
