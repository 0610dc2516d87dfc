package org.meanfield.sweep;

import java.util.Locale;

/** Placement of trials on the cluster: {@code placement:} of a sweep file. The results do not depend on it. */
public enum Placement {
    /** Packed if possible and faster, else distributed. */
    AUTO,
    /** Each trial is one Spark task; as many run concurrently as there are task slots. */
    PACKED,
    /** Each trial is trained in rounds over the cluster, its workers in parallel. */
    DISTRIBUTED;

    private static final double MIB = 1 << 20;

    /**
     * The inputs of the automatic choice.
     *
     * @param trials number of trials
     * @param slots task slots of all executors
     * @param needed the peak memory of packed trials on an executor, in bytes
     * @param available the heap of an executor available to them, in bytes
     * @param packable whether every trial can run as one task
     */
    public record Circumstances(int trials, int slots, long needed, long available, boolean packable) {}

    /**
     * A placement and its reason.
     *
     * @param reason for the log
     */
    public record Decision(Placement placement, String reason) {}

    /** Returns this placement, or for {@code AUTO} the better of the other two. */
    public Decision choose(Circumstances now) {
        return switch (this) {
            case PACKED, DISTRIBUTED -> new Decision(this, "as set in the sweep file");
            case AUTO -> automatic(now);
        };
    }

    private static Decision automatic(Circumstances now) {
        if (!now.packable()) {
            return new Decision(DISTRIBUTED, "dl4j-parameter-averaging trains only distributed over the cluster");
        }
        if (now.needed() > now.available()) {
            return new Decision(
                    DISTRIBUTED,
                    String.format(
                            Locale.ROOT,
                            "packed trials would need %.0f MiB of an executor's heap but may use at most %.0f",
                            now.needed() / MIB,
                            now.available() / MIB));
        }
        if (now.trials() < now.slots()) {
            return new Decision(
                    DISTRIBUTED,
                    String.format(
                            Locale.ROOT,
                            "%d trials would leave some of %d task slots idle",
                            now.trials(),
                            now.slots()));
        }
        return new Decision(
                PACKED,
                String.format(
                        Locale.ROOT,
                        "there is at least one trial per task slot (%d slots), and they need %.0f MiB of an executor's heap",
                        now.slots(),
                        Math.ceil(now.needed() / MIB)));
    }
}
