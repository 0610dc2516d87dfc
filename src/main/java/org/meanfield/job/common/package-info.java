/** What every kind of job shares: options, console, provenance, versions and process figures. */
package org.meanfield.job.common;
