/** Commands: options and arguments in, an exit code out. */
package org.meanfield.job.cli;
