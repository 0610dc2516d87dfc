/** Studies: signals and gradients by depth, and closed forms against computations. */
package org.meanfield.job.study;
