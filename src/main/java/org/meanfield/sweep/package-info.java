/** Sweep plans: cells, distributions, placement and schedulers. */
package org.meanfield.sweep;
