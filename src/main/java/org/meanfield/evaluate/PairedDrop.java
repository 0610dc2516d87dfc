package org.meanfield.evaluate;

/**
 * Accuracy drop of a model on changed images against the same images unchanged, with a paired 95 % confidence interval.
 * Only images that are correct in one case and wrong in the other contribute.
 *
 * <p>With b images lost, c gained and n in all the drop is (b − c) / n. The interval is that of Bonett and Price
 * (2012), an adjusted Wald interval: with p = (b + 1) / (n + 2) and q = (c + 1) / (n + 2) it is p − q ± z·√((p + q − (p
 * − q)²) / (n + 2)). Unlike the plain Wald interval it has a width if no image changes.
 *
 * @param drop accuracy before minus accuracy after, in [−1, 1]
 * @param low lower end
 * @param high upper end
 */
public record PairedDrop(double drop, double low, double high) {
    /**
     * Returns the drop.
     *
     * @param lost images that are correct only unchanged
     * @param gained images that are correct only when changed
     * @param examples number of images, positive
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
