package org.meanfield.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;

/** Settings of who can connect to the driver. */
final class Connections {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 500;
    private static final String LOOPBACK = "127.0.0.1";
    private static final String HOST = "spark.driver.host";
    private static final String BIND_ADDRESS = "spark.driver.bindAddress";
    private static final String AUTHENTICATE = "spark.authenticate";
    private static final String SECRET = "spark.authenticate.secret";

    /** Where a worker puts it for what it starts, also for the driver of the cluster mode, whose Spark asks for the setting. */
    private static final String WORKERS_SECRET = "_SPARK_AUTH_SECRET";

    private static final String SECRET_FILE = "spark.authenticate.secret.file";

    private Connections() {}

    /**
     * Binds the driver to loopback where everything else runs on its machine, unless the user has set an address; and reads
     * the secret that a standalone cluster asks for from the file that the user has named, which Spark does on Kubernetes only, or from the worker that has started the driver.
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
        if (master.startsWith("spark:") && conf.getBoolean(AUTHENTICATE, false)) {
            if (conf.contains(SECRET_FILE)) {
                conf.setIfMissing(SECRET, secret(conf.get(SECRET_FILE)));
            } else if (environment.containsKey(WORKERS_SECRET)) {
                conf.setIfMissing(SECRET, environment.get(WORKERS_SECRET));
            }
        }
    }

    /** Returns whether a master is in this process, or listens where this machine alone can reach it. */
    static boolean isLoopback(String master) {
        if (master.startsWith("spark:")) {
            return masters(master).stream()
                    .map(each -> String.valueOf(URI.create(each).getHost()))
                    .allMatch(host -> host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]"));
        }
        return master.startsWith("local");
    }

    /** Returns the addresses of a standalone cluster's masters; in Spark's list the first one alone has a scheme. */
    static List<String> masters(String master) {
        return Stream.of(master.split(","))
                .map(each -> each.startsWith("spark:") ? each : "spark://" + each)
                .toList();
    }

    /**
     * Checks that one of a standalone cluster's masters can be connected to: Spark would try for a minute, and then end without a
     * reason.
     *
     * @throws IllegalStateException if none can be
     * @throws InvalidInputException if an address is none
     */
    static void checkReachable(String master, long patienceMillis) {
        if (!master.startsWith("spark:")) {
            return;
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        while (true) {
            String reason = "";
            for (String address : masters(master)) {
                URI uri = URI.create(address);
                Check.that(uri.getHost() != null && uri.getPort() > 0, "spark.master", master, "spark://HOST:PORT");
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
                    return;
                } catch (IOException e) {
                    reason = Reason.line(e);
                }
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "spark.master is %s, where no master can be reached (%s)".formatted(master, reason));
            }
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the caller's, who is being stopped
                return;
            }
        }
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
