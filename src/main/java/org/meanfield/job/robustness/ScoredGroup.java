package org.meanfield.job.robustness;

import java.util.List;

/**
 * Models of a bench that have been scored together.
 *
 * @param bench what on
 * @param parts what they have come to: on clean images, then under each corruption
 */
record ScoredGroup(EvaluationGroup bench, List<RobustnessPart> parts) {}
