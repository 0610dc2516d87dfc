package org.meanfield.storage;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Settings of Hadoop's file systems that a user has not set: they try for a few seconds each, where Hadoop's own would for hours
 * against an S3 that says 503, and leave the rest to {@link Retries}, which says so in the log.
 */
final class StoreSettings {
    private static final Map<String, String> DEFAULTS = Map.of(
            "fs.s3a.attempts.maximum", "1",
            "fs.s3a.retry.limit", "2",
            "fs.s3a.retry.interval", "200ms",
            "fs.s3a.retry.throttle.limit", "3",
            "fs.s3a.retry.throttle.interval", "200ms",
            "fs.s3a.connection.timeout", "20000",
            "ipc.client.connect.max.retries.on.timeouts", "2");

    private StoreSettings() {}

    /** Returns a copy of a configuration with them. */
    static Configuration of(Configuration hadoop) {
        Configuration configuration = new Configuration(hadoop);
        DEFAULTS.forEach((key, value) -> {
            if (isHadoops(hadoop, key)) {
                configuration.set(key, value);
            }
        });
        return configuration;
    }

    private static boolean isHadoops(Configuration hadoop, String key) {
        return Optional.ofNullable(hadoop.getPropertySources(key))
                .map(sources -> Arrays.stream(sources).allMatch(source -> source.endsWith("-default.xml")))
                .orElse(true);
    }
}
