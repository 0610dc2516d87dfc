/** The study of signals and gradients by depth. */
package org.meanfield.job.study;
