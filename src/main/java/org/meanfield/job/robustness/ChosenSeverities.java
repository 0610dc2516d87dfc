package org.meanfield.job.robustness;

import java.util.List;
import java.util.Locale;
import org.meanfield.config.Check;
import org.meanfield.corrupt.Corruption;
import org.meanfield.corrupt.attack.Attack;

/** The severities that a job chooses. */
final class ChosenSeverities {
    private ChosenSeverities() {}

    /**
     * Checks that all corruptions with several severities, and all attacks, have them.
     *
     * @throws org.meanfield.config.InvalidInputException if not
     */
    static void check(List<Integer> severities, List<Corruption> corruptions, List<Attack> attacks) {
        for (int i = 0; i < severities.size(); i++) {
            String key = String.format(Locale.ROOT, "severities[%d]", i);
            int severity = severities.get(i);
            for (Corruption corruption : corruptions) {
                int most = corruption.severities();
                Check.that(
                        most == 1 || (severity >= 1 && severity <= most),
                        key,
                        severity,
                        "in 1 … %d, as %s has them".formatted(most, corruption.label()));
            }
            for (Attack attack : attacks) {
                Check.that(
                        severity <= attack.severities(),
                        key,
                        severity,
                        "in 1 … %d, as %s has them".formatted(attack.severities(), attack.name()));
            }
        }
    }
}
