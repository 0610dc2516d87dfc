/** Corruptions of test images, with their published severities. */
package org.meanfield.corrupt;
