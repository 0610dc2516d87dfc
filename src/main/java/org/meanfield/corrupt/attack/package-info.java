/** Changes of test images that see the model: by the gradient of its loss. */
package org.meanfield.corrupt.attack;
