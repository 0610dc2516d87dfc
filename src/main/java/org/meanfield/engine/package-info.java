/** The factory of learners, the only one that knows every engine. */
package org.meanfield.engine;
