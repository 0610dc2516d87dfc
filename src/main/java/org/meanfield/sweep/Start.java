package org.meanfield.sweep;

/**
 * A stretch of a trial that is to be trained: from wherever the trial stands.
 *
 * @param trial its id
 * @param epochs passes over the data at the end of it, counted from the trial's start
 */
public record Start(String trial, int epochs) {}
