package org.meanfield.bench;

import java.util.List;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * What a round costs beyond its local steps, as a + b·W + c·B + d·W·B for W workers and a state of B bytes: scheduling of the job and of each task, then
 * the copies of the state and of each worker's result.
 *
 * @param round a, seconds
 * @param task b, seconds a worker
 * @param stateByte c, seconds a byte
 * @param resultByte d, seconds a byte and worker
 */
record ScaleModel(double round, double task, double stateByte, double resultByte) {
    /**
     * A measured round.
     *
     * @param bytes of the state, which every worker returns
     * @param seconds beyond the local steps
     */
    record Measured(int workers, double bytes, double seconds) {}

    /** Returns the model with the least squares of the relative errors. */
    static ScaleModel of(List<Measured> rows) {
        double[][] terms = rows.stream()
                .map(row -> new double[] {
                    1 / row.seconds(),
                    row.workers() / row.seconds(),
                    row.bytes() / row.seconds(),
                    row.workers() * row.bytes() / row.seconds()
                })
                .toArray(double[][]::new);
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.setNoIntercept(true);
        regression.newSampleData(rows.stream().mapToDouble(row -> 1).toArray(), terms);
        double[] beta = regression.estimateRegressionParameters();
        return new ScaleModel(beta[0], beta[1], beta[2], beta[3]);
    }

    /** Returns the seconds of a round beyond its local steps. */
    double seconds(int workers, double bytes) {
        return round + task * workers + stateByte * bytes + resultByte * workers * bytes;
    }
}
