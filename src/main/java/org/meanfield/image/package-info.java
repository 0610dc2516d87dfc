/** Images and the operations on their pixels. */
package org.meanfield.image;
