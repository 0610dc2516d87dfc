/** Architectures as DL4J graphs. */
package org.meanfield.model;
