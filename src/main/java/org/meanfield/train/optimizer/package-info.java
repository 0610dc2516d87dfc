/** Optimizers and learning-rate schedules. */
package org.meanfield.train.optimizer;
