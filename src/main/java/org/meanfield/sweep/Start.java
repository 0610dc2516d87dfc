package org.meanfield.sweep;

/**
 * A rung to train: a trial, from its current state to {@code epochs}.
 *
 * @param trial its id
 * @param epochs epochs at the end of the rung, counted from the trial's start
 */
public record Start(String trial, int epochs) {}
