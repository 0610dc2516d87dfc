package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;

final class ConnectionsTest {
    private static final String SECRET = "spark.authenticate.secret";

    /** The driver of a standalone cluster's cluster mode: Spark passes no file on, but the worker has the secret. */
    @Test
    void aDriverThatAWorkerHasStartedHasItsSecret() {
        SparkConf conf = new SparkConf(false).setMaster("spark://h:7077").set("spark.authenticate", "true");

        Connections.configure(conf, Map.of("_SPARK_AUTH_SECRET", "of-the-worker"));

        assertThat(conf.get(SECRET)).isEqualTo("of-the-worker");
        Connections.configure(conf, Map.of("_SPARK_AUTH_SECRET", "another"));
        assertThat(conf.get(SECRET)).as("the user's own comes first").isEqualTo("of-the-worker");
    }

    @Test
    void oneMasterOfSeveralIsEnough() throws IOException {
        try (ServerSocket master = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Connections.checkReachable("spark://127.0.0.1:9,127.0.0.1:" + master.getLocalPort(), 0);
        }
        Connections.checkReachable("local[2]", 0);
    }

    @Test
    void namesAMasterThatIsNotThere() {
        assertThatThrownBy(() -> Connections.checkReachable("spark://127.0.0.1:9", 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("spark.master is spark://127.0.0.1:9, where no master can be reached (Connection refused)");
        assertThatThrownBy(() -> Connections.checkReachable("spark://127.0.0.1", 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("spark.master is spark://127.0.0.1 but must be spark://HOST:PORT");
    }
}
