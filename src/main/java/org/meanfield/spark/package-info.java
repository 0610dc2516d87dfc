/** The only access to Spark: rounds, distributed scoring, executor checks and the executor plug-in. */
package org.meanfield.spark;
