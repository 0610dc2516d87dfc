/** What corruptions draw and how they see images: plasma, frost, drops, lines, edges. */
package org.meanfield.corrupt.effect;
