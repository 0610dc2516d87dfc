/** Files on any Hadoop file system: atomic writes, downloads, locks, hashes and Parquet tables. */
package org.meanfield.storage;
