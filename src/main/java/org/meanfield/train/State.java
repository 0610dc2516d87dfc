package org.meanfield.train;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import org.meanfield.data.Sha256;

/**
 * All that a round needs to start.
 *
 * @param parameters the network's parameters, flat, in DL4J's order
 * @param updater the optimizer's state, flat, in DL4J's order; empty for an optimizer without one
 * @param steps local steps taken so far by each worker
 */
public record State(float[] parameters, float[] updater, long steps) implements Serializable {
    private static final int CHUNK = 1 << 16;

    /** Returns whether every parameter and every value of the optimizer's state is a finite number. */
    public boolean isFinite() {
        return allFinite(parameters) && allFinite(updater);
    }

    /** Returns the SHA-256, in hex, of the parameters and then the optimizer's state, as little-endian float32. */
    public String sha256() {
        MessageDigest digest = Sha256.start();
        update(digest, parameters);
        update(digest, updater);
        return Sha256.hex(digest);
    }

    private static void update(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK) {
            int length = Math.min(CHUNK, values.length - from);
            bytes.clear().asFloatBuffer().put(values, from, length);
            digest.update(bytes.limit(length * Float.BYTES));
        }
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
