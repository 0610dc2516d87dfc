package org.meanfield.spark;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.rpc.RpcEndpointNotFoundException;
import org.meanfield.config.Reason;

/**
 * Error of Spark's embedded master when it starts slowly: its executor sends heartbeats before its block manager has an
 * id, so when the start takes longer than {@code spark.executor.heartbeatInterval} (10 s), as on a busy machine, the driver
 * asks it to register anew and gets null. The registration that follows makes it good; the traces say nothing to a user.
 */
final class EarlyHeartbeat {
    private static final String ENDPOINT = "org.apache.spark.storage.BlockManagerMasterEndpoint";

    private EarlyHeartbeat() {}

    /** Returns whether that, and nothing else, is what was thrown: the driver logs it, and then the executor. */
    static boolean is(Throwable thrown) {
        if (thrown == null) {
            return false;
        }
        Throwable root = Reason.root(thrown);
        if (root instanceof NullPointerException) {
            StackTraceElement[] trace = root.getStackTrace();
            return trace.length > 0 && isRegistration(trace[0]);
        }
        // Once it has an id: the registration asks for a scheduler that an embedded master does not have.
        return root instanceof RpcEndpointNotFoundException
                && Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                        .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
                        .anyMatch(EarlyHeartbeat::isRegistration);
    }

    private static boolean isRegistration(StackTraceElement frame) {
        return frame.getClassName().equals(ENDPOINT) && frame.getMethodName().endsWith("register");
    }
}
