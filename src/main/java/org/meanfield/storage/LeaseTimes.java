package org.meanfield.storage;

import java.time.Duration;

/**
 * The times of a lease.
 *
 * @param heartbeat interval of heartbeats
 * @param stale how long a heartbeat must be missing, by the clock of the process that waits for it, until the lease is taken over
 */
record LeaseTimes(Duration heartbeat, Duration stale) {
    static final LeaseTimes STANDARD = new LeaseTimes(Duration.ofSeconds(10), Duration.ofSeconds(60));
}
