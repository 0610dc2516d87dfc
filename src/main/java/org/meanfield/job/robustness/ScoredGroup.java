package org.meanfield.job.robustness;

import java.util.List;

/**
 * Models of an {@link EvaluationGroup} that were scored together, with their results.
 *
 * @param group the group
 * @param parts results on clean images, then under each corruption
 */
record ScoredGroup(EvaluationGroup group, List<RobustnessPart> parts) {}
