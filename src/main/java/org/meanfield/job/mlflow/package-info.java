/** Trainings and sweeps in MLflow, by its REST interface. */
package org.meanfield.job.mlflow;
