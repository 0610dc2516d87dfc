package org.meanfield.config;

/** Checks of settings, all with the same message: {@code <key> is <value> but must be <allowed>}. */
public final class Check {
    private Check() {}

    /**
     * Checks one setting.
     *
     * @throws InvalidInputException if {@code ok} is false
     */
    public static void that(boolean ok, String key, Object value, String allowed) {
        if (!ok) {
            throw new InvalidInputException("%s is %s but must be %s".formatted(key, value, allowed));
        }
    }
}
