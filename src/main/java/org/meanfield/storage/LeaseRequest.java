package org.meanfield.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.meanfield.config.InvalidInputException;

/**
 * The acquisition of a {@link Lease}. It watches the claims of others until there is none that may be alive, then makes its own and
 * lists them again: of two processes that do so at once, at least one lists both claims. The one with the greater id withdraws,
 * and the other waits until it has.
 *
 * @param waits whether to wait for the end of an owner that is alive, instead of failing
 */
record LeaseRequest(String what, ClaimFolder folder, LeaseTimes times, boolean waits, Progress log) {
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long POLLS = 50;

    /** An acquired lease: the claim of this process, and the ids of those that it has found stale. */
    record Granted(Claim claim, List<String> takenOver) {}

    /**
     * What was seen of a claim: at first, last, and since when it is unchanged by this process's clock; empty where it could not be
     * read.
     */
    private record Sight(Optional<Claim> first, Optional<Claim> last, long since) {
        boolean isOwner() {
            return last.map(Claim::held).orElse(false);
        }

        OwnerProcess.Life life() {
            return last.map(claim -> claim.process().life()).orElse(OwnerProcess.Life.UNKNOWN);
        }

        boolean isStale(LeaseTimes times) {
            boolean running = isOwner() && life() == OwnerProcess.Life.RUNNING;
            boolean silent = System.nanoTime() - since > times.stale().toNanos();
            return life() == OwnerProcess.Life.ENDED || (silent && !running);
        }

        boolean isAlive() {
            return life() == OwnerProcess.Life.RUNNING || !first.equals(last);
        }
    }

    /**
     * Acquires the lease.
     *
     * @throws InvalidInputException if another process has it, unless this one is to wait
     */
    Granted run() throws InterruptedException {
        Map<String, Sight> seen = new HashMap<>();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            Map<String, Sight> others = live("", seen);
            Optional<Granted> granted = others.isEmpty() ? claim(seen) : Optional.empty();
            if (granted.isPresent()) {
                return granted.get();
            }
            others.values().stream().filter(Sight::isOwner).findFirst().ifPresent(this::await);
            pause = sleep(pause);
        }
    }

    /** Makes a claim and returns it once there is no other; empty if another process is to have the lease. */
    private Optional<Granted> claim(Map<String, Sight> seen) throws InterruptedException {
        Claim own = Claim.create();
        folder.create(own);
        Optional<Granted> granted = Optional.empty();
        try {
            long pause = FIRST_PAUSE_MILLIS;
            Map<String, Sight> others = live(own.id(), seen);
            while (!others.isEmpty() && !yields(own, others)) {
                pause = sleep(pause);
                own = own.next();
                folder.replace(own);
                others = live(own.id(), seen);
            }
            if (others.isEmpty()) {
                granted = acquired(own, seen);
            }
        } finally {
            if (granted.isEmpty()) {
                folder.delete(own.id());
            }
        }
        return granted;
    }

    private static boolean yields(Claim own, Map<String, Sight> others) {
        return others.entrySet().stream()
                .anyMatch(other -> other.getValue().isOwner() || other.getKey().compareTo(own.id()) < 0);
    }

    private Optional<Granted> acquired(Claim claim, Map<String, Sight> seen) {
        Claim own = claim.acquired();
        List<String> stale = List.copyOf(seen.keySet());
        try {
            boolean there = folder.replace(own);
            new LeaseCheck(what, folder, own.id(), stale).check();
            if (!there) {
                return Optional.empty();
            }
        } catch (LeaseLostException e) { // this process was paused for so long that its own claim was stale
            return Optional.empty();
        }
        seen.forEach((id, sight) -> {
            if (sight.isOwner()) {
                Claim owner = sight.last().orElseThrow();
                log.say("%s is taken over from %s, %s"
                        .formatted(
                                what,
                                owner.owner(),
                                sight.life() == OwnerProcess.Life.ENDED
                                        ? "which has ended"
                                        : "of which no heartbeat came for %d s"
                                                .formatted(times.stale().toSeconds())));
            }
            folder.delete(id);
        });
        return Optional.of(new Granted(own, stale));
    }

    /** Lists the claims other than {@code own}, updates what was seen, and returns those that are not stale. */
    private Map<String, Sight> live(String own, Map<String, Sight> seen) throws InterruptedException {
        Map<String, Sight> live = new TreeMap<>();
        List<String> ids = folder.ids();
        seen.keySet().retainAll(ids);
        for (String id : ids) {
            if (!id.equals(own)) {
                Optional<Claim> now = folder.read(id);
                Sight before = seen.getOrDefault(id, new Sight(now, now, System.nanoTime()));
                Sight sight = before.last().equals(now) ? before : new Sight(before.first(), now, System.nanoTime());
                seen.put(id, sight);
                if (!sight.isStale(times)) {
                    live.put(id, sight);
                }
            }
        }
        return live;
    }

    /** Fails if the owner is known to be alive and this process is not to wait. */
    private void await(Sight owner) {
        Claim claim = owner.last().orElseThrow();
        if (!waits && owner.isAlive()) {
            throw new InvalidInputException(
                    "%s is in use by %s: wait until it ends, or stop it".formatted(what, claim.owner()));
        }
        log.show(
                waits
                        ? "%s: waiting for another process that is writing it".formatted(what)
                        : "%s: waiting for a heartbeat of %s".formatted(what, claim.process()));
    }

    /** Sleeps, and returns for how long the next time. */
    private long sleep(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return Math.min(2 * millis, Math.max(1, times.heartbeat().toMillis() / POLLS));
    }
}
