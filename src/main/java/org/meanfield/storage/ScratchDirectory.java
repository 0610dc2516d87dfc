package org.meanfield.storage;

import java.util.Optional;
import java.util.UUID;
import org.meanfield.config.InvalidInputException;

/** Scratch directory of a preparation, under a {@link Lease}: those that no living process has are deleted by the next preparation. */
public final class ScratchDirectory implements AutoCloseable {
    private static final String PREFIX = ".prepare-";

    private final String folder;
    private final Lease lease;

    private ScratchDirectory(String folder, Lease lease) {
        this.folder = folder;
        this.lease = lease;
    }

    /** Creates one in {@code root}, and deletes those that were left there. */
    public static ScratchDirectory in(String root) throws InterruptedException {
        for (String name : Listing.folders(root)) {
            if (name.startsWith(PREFIX)) {
                String left = Storage.child(root, name);
                ifFree(left).ifPresent(scratch -> new ScratchDirectory(left, scratch).close());
            }
        }
        String own = Storage.child(root, PREFIX + UUID.randomUUID());
        return new ScratchDirectory(own, Lease.on(own, own, Progress.SILENT));
    }

    private static Optional<Lease> ifFree(String folder) throws InterruptedException {
        try {
            return Optional.of(Lease.on(folder, folder, Progress.SILENT));
        } catch (InvalidInputException e) { // another preparation is at work in it
            return Optional.empty();
        }
    }

    /** Returns the folder. */
    public String folder() {
        return folder;
    }

    /** Deletes the folder. */
    @Override
    public void close() {
        try (lease) {
            Storage.delete(folder);
        }
    }
}
