/** Checkpoints and model files. */
package org.meanfield.train.checkpoint;
