/** Layers that compute through oneDNN on a CPU. */
package org.meanfield.model.onednn;
