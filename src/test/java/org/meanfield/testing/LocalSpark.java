package org.meanfield.testing;

import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.meanfield.spark.Sessions;

/** The Spark of the tests: two cores in this very process, the same for all tests unless one has closed it. */
public final class LocalSpark {
    private LocalSpark() {}

    /** Returns the context, opened as the program does. */
    public static JavaSparkContext context() {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.driver.host", "localhost");
        return Sessions.open("tests", Optional.empty());
    }

    /** Ends it and returns another one with more settings, which the caller closes. */
    public static JavaSparkContext another(String... settings) {
        context().close();
        for (int i = 0; i < settings.length; i += 2) {
            System.setProperty(settings[i], settings[i + 1]);
        }
        try {
            return Sessions.open("another", Optional.empty());
        } finally {
            for (int i = 0; i < settings.length; i += 2) {
                System.clearProperty(settings[i]);
            }
        }
    }

    /** Returns a session on it, for queries. */
    public static SparkSession session() {
        context();
        return SparkSession.builder().getOrCreate();
    }
}
