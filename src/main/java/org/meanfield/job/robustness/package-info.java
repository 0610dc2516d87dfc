/** The robustness job: evaluates models on corrupted test images. */
package org.meanfield.job.robustness;
