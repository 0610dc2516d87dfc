package org.meanfield.storage;

import java.util.List;
import java.util.Optional;

/**
 * Checks in any process, such as an executor, that a lease is still held.
 *
 * @param what what is leased, for messages
 * @param id that of the owner's claim
 * @param takenOver the ids of claims that the owner has found stale, which may come back
 */
record LeaseCheck(String what, ClaimFolder folder, String id, List<String> takenOver) implements WriteGuard {
    @Override
    public void check() {
        List<String> ids = folder.ids();
        for (String other : ids) {
            if (!other.equals(id) && !takenOver.contains(other)) {
                read(other).filter(Claim::held).ifPresent(owner -> {
                    throw new LeaseLostException(
                            "%s was taken over by %s: this process stops writing".formatted(what, owner.owner()));
                });
            }
        }
        if (!ids.contains(id)) {
            throw new LeaseLostException(
                    "%s was taken over by another process that has ended, or %s was deleted: this process stops writing"
                            .formatted(what, folder.folder()));
        }
    }

    private Optional<Claim> read(String other) {
        try {
            return folder.read(other);
        } catch (
                InterruptedException
                        e) { // one more look at a claim that was incomplete; the caller will see the interrupt
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
