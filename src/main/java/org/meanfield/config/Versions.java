package org.meanfield.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions that this program was built with. */
public final class Versions {
    private static final Properties BUILT_WITH = load();

    private Versions() {}

    /** Returns the version of {@code part}: meanfield, spark, dl4j, nd4j, onednn or pytorch. */
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
