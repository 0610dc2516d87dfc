package org.meanfield.sweep;

/**
 * A trial as a scheduler sees it.
 *
 * @param id its id in the sweep
 * @param epochs passes over the data of the whole training
 */
public record Trial(String id, int epochs) {}
