package org.meanfield.sweep;

import java.util.Locale;

/** How trials are put on the cluster: {@code placement:} of a sweep file. The results do not depend on it. */
public enum Placement {
    /** Packed where that pays and is possible. */
    AUTO,
    /** Each trial is one task, and there are as many at once as cores. */
    PACKED,
    /** Each trial is trained in rounds over the cluster, its workers side by side. */
    DISTRIBUTED;

    private static final double MIB = 1 << 20;

    /**
     * What the choice depends on.
     *
     * @param trials how many there are
     * @param cores of all executors together
     * @param needed the most bytes that an executor needs at once for packed trials
     * @param available the bytes of an executor's heap that are free for that
     * @param packable whether every trial can be one task
     */
    public record Circumstances(int trials, int cores, long needed, long available, boolean packable) {}

    /**
     * A choice.
     *
     * @param reason in words
     */
    public record Decision(Placement placement, String reason) {}

    /** Chooses between the other two, unless this is one of them. */
    public Decision choose(Circumstances now) {
        return switch (this) {
            case PACKED, DISTRIBUTED -> new Decision(this, "as the sweep file says");
            case AUTO -> automatic(now);
        };
    }

    private static Decision automatic(Circumstances now) {
        if (!now.packable()) {
            return new Decision(DISTRIBUTED, "dl4j-parameter-averaging trains over the cluster only");
        }
        if (now.needed() > now.available()) {
            return new Decision(
                    DISTRIBUTED,
                    String.format(
                            Locale.ROOT,
                            "packed trials would need %.0f MiB of an executor's heap, of which they may have %.0f",
                            now.needed() / MIB,
                            now.available() / MIB));
        }
        if (now.trials() < now.cores()) {
            return new Decision(
                    DISTRIBUTED, "%d trials would leave some of %d cores idle".formatted(now.trials(), now.cores()));
        }
        return new Decision(
                PACKED,
                String.format(
                        Locale.ROOT,
                        "there is a trial for each of %d cores, and %.0f MiB of an executor's heap are enough",
                        now.cores(),
                        Math.ceil(now.needed() / MIB)));
    }
}
