/** Local steps, rounds, averaging and their settings. */
package org.meanfield.train;
