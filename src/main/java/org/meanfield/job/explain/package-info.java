/** The command {@code explain}: what a trained model looks at, by gradients with respect to the input. */
package org.meanfield.job.explain;
