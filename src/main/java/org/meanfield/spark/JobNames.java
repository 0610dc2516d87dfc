package org.meanfield.spark;

import org.apache.spark.api.java.JavaSparkContext;

/** Names of Spark's jobs and stages in its web page and history, each with its run; both are the calling thread's. */
public final class JobNames {
    /** A local property, which Spark keeps for each thread. */
    private static final String RUN = "meanfield.run";

    private JobNames() {}

    /** Sets the run, trial or evaluation of the jobs that follow. */
    public static void ofRun(JavaSparkContext context, String run) {
        context.setLocalProperty(RUN, run);
    }

    /** Names the jobs and stages that follow. */
    static void set(JavaSparkContext context, String work) {
        String run = context.getLocalProperty(RUN);
        String name = run == null ? work : run + ": " + work;
        context.setJobDescription(name);
        context.setCallSite(name); // which is a stage's name
    }
}
