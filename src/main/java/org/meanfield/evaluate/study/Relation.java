package org.meanfield.evaluate.study;

import org.meanfield.config.Names;

/** What theory says of a measured value: how the interval around it lies to the expected value. */
enum Relation {
    /** The expected value is within the tolerance. */
    EQUAL,
    /** The interval does not lie above the expected value. */
    AT_MOST,
    /** The interval does not lie below the expected value. */
    AT_LEAST,
    /** The whole interval lies above the expected value. */
    MORE_THAN,
    /** The expected value is in the simulation's 95 % interval. */
    SIMULATED;

    /** Returns its name in the table. */
    String label() {
        return Names.of(this).replace('-', ' ');
    }

    boolean holds(double expected, double low, double high) {
        return switch (this) {
            case EQUAL, SIMULATED -> low <= expected && expected <= high;
            case AT_MOST -> low <= expected;
            case AT_LEAST -> high >= expected;
            case MORE_THAN -> low > expected;
        };
    }
}
