package org.meanfield.storage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/**
 * The claim of a process on a {@link Lease}.
 *
 * @param id random, and the name of its file
 * @param since when it was made, in milliseconds by the owner's clock
 * @param beats number of its heartbeats so far
 * @param beat the last heartbeat, in milliseconds by the owner's clock
 * @param held whether the lease has been acquired
 */
record Claim(String id, OwnerProcess process, long since, long beats, long beat, boolean held) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Returns a new claim of this process. */
    static Claim create() {
        long now = System.currentTimeMillis();
        return new Claim(UUID.randomUUID().toString(), OwnerProcess.current(), now, 0, now, false);
    }

    /** Returns it with another heartbeat. */
    Claim next() {
        return new Claim(id, process, since, beats + 1, System.currentTimeMillis(), held);
    }

    /** Returns it as that of the owner. */
    Claim acquired() {
        return new Claim(id, process, since, beats + 1, System.currentTimeMillis(), true);
    }

    /** Returns who it is, since when, and its last heartbeat, for messages. */
    String owner() {
        return "%s since %s (last heartbeat %s)"
                .formatted(process, TIME.format(Instant.ofEpochMilli(since)), TIME.format(Instant.ofEpochMilli(beat)));
    }
}
