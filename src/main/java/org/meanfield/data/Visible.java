package org.meanfield.data;

import java.io.Serializable;

/** Data that every machine is to see. */
public interface Visible extends Serializable {
    /**
     * Looks whether all of it can be read here.
     *
     * @throws org.meanfield.config.InvalidInputException if something is missing or broken
     */
    void look();
}
