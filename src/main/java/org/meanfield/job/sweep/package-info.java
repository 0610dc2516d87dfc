/** The sweep job: plans, runs and resumes trials. */
package org.meanfield.job.sweep;
