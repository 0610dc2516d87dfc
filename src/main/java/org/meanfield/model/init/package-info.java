/** Weight initializers. */
package org.meanfield.model.init;
