/** Studies that hold closed forms of the theory against computations and simulations. */
package org.meanfield.evaluate.study;
