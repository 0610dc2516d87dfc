/** The command {@code doctor}: whether a cluster suits a job, and how fast it will be. */
package org.meanfield.job.doctor;
