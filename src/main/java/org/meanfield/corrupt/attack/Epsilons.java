package org.meanfield.corrupt.attack;

import java.util.List;
import java.util.Locale;
import org.meanfield.config.Check;
import org.meanfield.config.Names;
import org.meanfield.image.ImageShape;

/**
 * The sizes of an attack's perturbations, one for each severity.
 *
 * @param norm what they are measured by
 * @param levels in 255ths of the range of a value, so that 8 means 8/255; empty for the default
 */
record Epsilons(Norm norm, List<Double> levels) {
    private static final double RANGE = 255;
    private static final List<Double> LINF = List.of(1.0, 2.0, 4.0, 8.0, 16.0);
    private static final List<Double> L2 = List.of(32.0, 64.0, 128.0, 256.0, 512.0);

    /** Returns a copy of the list under {@code epsilon} of a job file, checked without knowing the images. */
    static List<Double> checked(Norm norm, List<Double> levels) {
        for (int i = 0; i < levels.size(); i++) {
            double level = levels.get(i);
            Check.that(
                    level > 0 && Double.isFinite(level) && (norm == Norm.L2 || level <= RANGE),
                    String.format(Locale.ROOT, "epsilon[%d]", i),
                    level,
                    norm == Norm.L2 ? "positive, in 255ths" : "in (0, 255], in 255ths");
        }
        return List.copyOf(levels);
    }

    /** Checks that images of a shape can be that far apart. */
    void check(String key, ImageShape shape) {
        double most = RANGE * norm.largest(shape);
        for (int i = 0; i < all().size(); i++) {
            Check.that(
                    all().get(i) <= most,
                    String.format(Locale.ROOT, "%s.epsilon[%d]", key, i),
                    all().get(i),
                    String.format(Locale.ROOT, "in (0, %.0f] for images of %s, in 255ths", most, shape));
        }
    }

    int count() {
        return all().size();
    }

    /** Returns that of a severity, from 1, as a share of the range of a value. */
    double of(int severity) {
        Check.that(severity >= 1 && severity <= count(), "severity", severity, "in 1 … " + count());
        return all().get(severity - 1) / RANGE;
    }

    /** Returns that of a severity for tables: {@code linf=8/255}. */
    String parameter(int severity) {
        of(severity);
        double level = all().get(severity - 1);
        String text = level == Math.rint(level) ? Long.toString((long) level) : Double.toString(level);
        return "%s=%s/255".formatted(Names.of(norm), text);
    }

    private List<Double> all() {
        if (levels.isEmpty()) {
            return norm == Norm.L2 ? L2 : LINF;
        }
        return levels;
    }
}
