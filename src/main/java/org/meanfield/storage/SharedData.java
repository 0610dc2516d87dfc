package org.meanfield.storage;

import java.io.Serializable;

/** Data that every machine must be able to read. */
public interface SharedData extends Serializable {
    /**
     * Verifies that all of it can be read on this machine.
     *
     * @throws org.meanfield.config.InvalidInputException if a file is missing or corrupt
     */
    void verifyReadable();
}
