/** Learners that compute by DL4J on ND4J. */
package org.meanfield.engine.dl4j;
