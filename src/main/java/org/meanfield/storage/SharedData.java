package org.meanfield.storage;

import java.io.Serializable;

/** Data that every machine is to see. */
public interface SharedData extends Serializable {
    /**
     * Looks whether all of it can be read here.
     *
     * @throws org.meanfield.config.InvalidInputException if something is missing or broken
     */
    void verifyReadable();
}
