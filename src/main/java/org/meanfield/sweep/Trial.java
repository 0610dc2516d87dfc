package org.meanfield.sweep;

/**
 * A trial, as input of a scheduler.
 *
 * @param id its id in the sweep
 * @param epochs epochs of the whole training
 */
public record Trial(String id, int epochs) {}
