/** Writes the pages of an output root. */
package org.meanfield.job.report;
