package org.meanfield.job.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.meanfield.config.InvalidInputException;

/** The versions that this program was built with. */
public final class Versions {
    private static final Properties BUILT_WITH = load();

    private Versions() {}

    /**
     * Checks that this is the jar for the Spark whose classes are there: Spark 3.5 has Scala 2.12, Spark 4 has Scala 2.13.
     *
     * @throws InvalidInputException if it is the one for the other
     */
    public static void checkSpark() {
        checkSpark(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    }

    static void checkSpark(String running) {
        String built = of("spark");
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

    /** Returns the version of {@code part}: meanfield, spark, dl4j, nd4j or onednn. */
    public static String of(String part) {
        return BUILT_WITH.getProperty(part);
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("/org/meanfield/versions.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the versions that the program was built with", e);
        }
        return properties;
    }
}
