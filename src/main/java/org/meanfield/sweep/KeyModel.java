package org.meanfield.sweep;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The two densities of {@link TpeSearch} for one key, ℓ of the good and g of the bad values, on the unit interval. */
interface KeyModel {
    /** Draws a value, in [0, 1), from ℓ. */
    double draw(SplittableRandom random);

    /** Returns ℓ(x) / g(x). */
    double ratio(double x);

    /** Returns that of some draws from ℓ which has the largest ratio, the first of equal ones. */
    default double best(int candidates, SplittableRandom random) {
        double best = draw(random);
        for (int i = 1; i < candidates; i++) {
            double candidate = draw(random);
            best = ratio(candidate) > ratio(best) ? candidate : best;
        }
        return best;
    }

    /** Creates one from values on the unit interval. */
    static KeyModel of(Distribution values, double[] good, double[] bad) {
        return values instanceof Choice choice
                ? choices(choice.values().size(), good, bad)
                : new Numbers(new Parzen(good), new Parzen(bad));
    }

    private static KeyModel choices(int size, double[] good, double[] bad) {
        return new Choices(size, new Frequencies(size, indices(size, good)), new Frequencies(size, indices(size, bad)));
    }

    private static int[] indices(int size, double[] units) {
        return Arrays.stream(units).mapToInt(unit -> (int) (unit * size)).toArray();
    }

    /** Of a key whose values are numbers. */
    record Numbers(Parzen good, Parzen bad) implements KeyModel {
        @Override
        public double draw(SplittableRandom random) {
            return good.draw(random);
        }

        @Override
        public double ratio(double x) {
            return good.density(x) / bad.density(x);
        }
    }

    /** Of a choice; choice i has the value (i + ½) / N. */
    record Choices(int size, Frequencies good, Frequencies bad) implements KeyModel {
        @Override
        public double draw(SplittableRandom random) {
            return (good.draw(random) + 0.5) / size;
        }

        @Override
        public double ratio(double x) {
            int choice = (int) (x * size);
            return good.probability(choice) / bad.probability(choice);
        }
    }
}
