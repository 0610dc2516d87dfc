package org.meanfield.job.common;

import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Versions;

/** The version of Spark that this jar is for. */
public final class SparkVersion {
    private SparkVersion() {}

    /**
     * Checks that this is the jar for the Spark whose classes are there: Spark 3.5 has Scala 2.12, Spark 4 has Scala 2.13.
     *
     * @throws InvalidInputException if it is the one for the other
     */
    public static void check() {
        check(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    }

    static void check(String running) {
        String built = Versions.of("spark");
        if (major(built) != major(running)) {
            throw new InvalidInputException(
                    "The jar is meanfield%s, for Spark %s, but this is Spark %s: take meanfield%s"
                            .formatted(jar(major(built)), built, running, jar(major(running))));
        }
    }

    private static int major(String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    private static String jar(int spark) {
        return spark == 3 ? ".jar" : "-spark" + spark + ".jar";
    }
}
