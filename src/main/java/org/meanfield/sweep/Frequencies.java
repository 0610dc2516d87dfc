package org.meanfield.sweep;

import java.util.SplittableRandom;

/**
 * Posterior probabilities of a choice (Bergstra et al. 2011, section 4.2): in proportion to N·pᵢ + Cᵢ, with N choices, the prior pᵢ = 1 / N
 * and Cᵢ observations of choice i.
 */
final class Frequencies {
    private final double[] probabilities;

    /**
     * Creates them.
     *
     * @param observations each a choice from 0 to {@code choices} − 1
     */
    Frequencies(int choices, int[] observations) {
        probabilities = new double[choices];
        double all = choices + observations.length;
        for (int i = 0; i < choices; i++) {
            probabilities[i] = 1 / all;
        }
        for (int observed : observations) {
            probabilities[observed] += 1 / all;
        }
    }

    double probability(int choice) {
        return probabilities[choice];
    }

    int draw(SplittableRandom random) {
        double left = random.nextDouble();
        int choice = 0;
        while (choice < probabilities.length - 1 && left >= probabilities[choice]) {
            left -= probabilities[choice];
            choice++;
        }
        return choice;
    }
}
