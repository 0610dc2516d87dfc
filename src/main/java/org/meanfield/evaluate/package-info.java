/** Scores, confidence intervals, statistical tests and studies. */
package org.meanfield.evaluate;
