/** Batch inference: the command {@code predict}, and {@code Predictor} for a user's own Spark program. */
package org.meanfield.job.predict;
