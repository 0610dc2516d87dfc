package org.meanfield.sweep;

/**
 * How good a trial was after some epochs.
 *
 * @param trial its id
 * @param epochs passes over the data that it had been trained for
 * @param score the higher the better; NaN for one that diverged or failed before them
 */
public record TrialResult(String trial, int epochs, double score) {}
