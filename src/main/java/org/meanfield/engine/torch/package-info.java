/** Learners that compute by libtorch. */
package org.meanfield.engine.torch;
