package org.meanfield.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.meanfield.config.Check;

/**
 * Spark's cluster mode, in which a machine of the cluster runs the driver: in a folder of its own that is deleted later and, on
 * YARN, inside an application master.
 */
public final class ClusterMode {
    private ClusterMode() {}

    /** Returns whether the cluster runs this driver. */
    public static boolean isOn() {
        SparkConf conf = new SparkConf();
        // The driver of a pod is told that it is a client.
        return conf.get("spark.submit.deployMode", "client").equals("cluster")
                || conf.getBoolean("spark.kubernetes.submitInDriver", false);
    }

    /** Returns whether this process is YARN's application master, which takes a process that exits for one that has crashed. */
    public static boolean isApplicationMaster() {
        return isOn() && new SparkConf().get("spark.master", "").equals("yarn");
    }

    /**
     * Makes the return of {@code main} a success: an application master registers only when a session is opened, and YARN would
     * start one that has not registered again.
     */
    public static void register() {
        if (!Sessions.haveBeenOpened()) {
            SparkContext.getOrCreate(new SparkConf().setAppName("meanfield")).stop();
        }
    }

    /**
     * Checks a folder for results.
     *
     * @throws org.meanfield.config.InvalidInputException if it would be in a folder that is deleted after the driver
     */
    public static void checkOutput(String option, String path) {
        Check.that(
                !isOn() || path.matches("[/~].*|[a-z0-9]+:.*"),
                option,
                path,
                "an absolute path or an address in cluster mode, where the driver's own folder is deleted");
    }
}
