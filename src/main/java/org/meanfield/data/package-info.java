/** Data sets: formats, splits, shards and normalization. */
package org.meanfield.data;
