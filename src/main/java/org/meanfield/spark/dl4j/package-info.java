/**
 * Everything that needs dl4j-spark: the drop-in {@code TrainingMaster} and DL4J's own trainer as a baseline. A build
 * without that library leaves this package out.
 */
package org.meanfield.spark.dl4j;
