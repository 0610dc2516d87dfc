package org.meanfield.storage;

import java.io.Serializable;

/** Permission to write, to be checked before each write that another process could also make. */
@FunctionalInterface
public interface WriteGuard extends Serializable {
    /**
     * Returns if writing is permitted.
     *
     * @throws LeaseLostException if it is not any more
     */
    void check();
}
