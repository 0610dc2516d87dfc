/** The training job: from its record to a finished model and its rows. */
package org.meanfield.job.train;
