package org.meanfield.job;

import java.util.List;

/**
 * Models of a bench that have been scored together.
 *
 * @param bench what on
 * @param parts what they have come to: on clean images, then under each corruption
 */
record ScoredGroup(Bench bench, List<RobustnessPart> parts) {}
