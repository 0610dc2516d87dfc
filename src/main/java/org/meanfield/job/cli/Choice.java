package org.meanfield.job.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.meanfield.config.Check;
import org.meanfield.config.Names;

/** Options with a few possible values, named as in job files. */
final class Choice {
    private Choice() {}

    /**
     * Returns the constant that an option names.
     *
     * @throws org.meanfield.config.InvalidInputException if there is none of that name
     */
    static <E extends Enum<E>> E of(String option, String value, Class<E> type) {
        E[] constants = type.getEnumConstants();
        E chosen = Arrays.stream(constants)
                .filter(constant -> Names.of(constant).equals(value))
                .findFirst()
                .orElse(constants[0]);
        Check.that(
                Names.of(chosen).equals(value),
                option,
                value,
                Arrays.stream(constants).map(Names::of).collect(Collectors.joining(" or ")));
        return chosen;
    }
}
