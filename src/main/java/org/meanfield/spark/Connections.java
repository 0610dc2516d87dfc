package org.meanfield.spark;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;

/** Settings of who can connect to the driver. */
final class Connections {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String HOST = "spark.driver.host";
    private static final String BIND_ADDRESS = "spark.driver.bindAddress";
    private static final String AUTHENTICATE = "spark.authenticate";
    private static final String SECRET = "spark.authenticate.secret";
    private static final String SECRET_FILE = "spark.authenticate.secret.file";

    private Connections() {}

    /**
     * Binds the driver to loopback where everything else runs on its machine, unless the user has set an address; and reads
     * the secret that a standalone cluster asks for from the file that the user has named, which Spark does on Kubernetes only.
     *
     * @throws InvalidInputException if that file can't be read
     */
    static void configure(SparkConf conf, Map<String, String> environment) {
        String master = conf.get("spark.master");
        boolean addressed = Stream.of(HOST, BIND_ADDRESS).anyMatch(conf::contains)
                || Stream.of("SPARK_LOCAL_IP", "SPARK_LOCAL_HOSTNAME").anyMatch(environment::containsKey);
        if (isLoopback(master) && !addressed) {
            conf.set(HOST, LOOPBACK).set(BIND_ADDRESS, LOOPBACK);
            // Nothing but SPARK_LOCAL_IP, which deploy/submit.sh sets, binds the web page.
            conf.setIfMissing("spark.ui.enabled", "false");
        }
        if (master.startsWith("spark:") && conf.getBoolean(AUTHENTICATE, false) && conf.contains(SECRET_FILE)) {
            conf.setIfMissing(SECRET, secret(conf.get(SECRET_FILE)));
        }
    }

    /** Returns whether a master is in this process, or listens where this machine alone can reach it. */
    static boolean isLoopback(String master) {
        if (master.startsWith("spark:")) {
            return Stream.of(master.split(","))
                    .map(each -> each.startsWith("spark:") ? each : "spark://" + each) // masters after the first
                    .map(each -> String.valueOf(URI.create(each).getHost()))
                    .allMatch(host -> host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]"));
        }
        return master.startsWith("local");
    }

    private static String secret(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new InvalidInputException(
                    "%s is %s but must be the file with the cluster's secret (%s)"
                            .formatted(SECRET_FILE, file, Reason.line(e)),
                    e);
        }
    }
}
