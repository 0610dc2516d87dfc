package org.meanfield.sweep;

/**
 * Score of a trial after some epochs.
 *
 * @param trial its id
 * @param epochs epochs that it had been trained for
 * @param score higher is better; NaN if it diverged or failed before
 */
public record TrialResult(String trial, int epochs, double score) {}
