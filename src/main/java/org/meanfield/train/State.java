package org.meanfield.train;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import org.meanfield.config.RecordSerializer;
import org.meanfield.storage.Sha256;

/**
 * State of a training between rounds.
 *
 * @param parameters the network's parameters, flat, in DL4J's order
 * @param updater the optimizer's state, flat, in DL4J's order; empty for an optimizer without one
 * @param steps local steps taken so far by each worker
 * @param outer the outer step's state
 */
@DefaultSerializer(RecordSerializer.class)
public record State(float[] parameters, float[] updater, long steps, OuterState outer) implements Serializable {
    private static final int CHUNK = 1 << 16;

    /** Creates a state without an outer state, as workers have it. */
    public State(float[] parameters, float[] updater, long steps) {
        this(parameters, updater, steps, OuterState.NONE);
    }

    /** Returns this state without its outer state, as it is sent to workers. */
    public State forWorkers() {
        return new State(parameters, updater, steps);
    }

    /** Returns the state that is evaluated and selected: with the average as parameters, if there is one. */
    public State model() {
        return new State(outer.average().length == 0 ? parameters : outer.average(), updater, steps);
    }

    /** Returns this state with another outer state. */
    public State with(OuterState other) {
        return new State(parameters, updater, steps, other);
    }

    /** Returns whether every number in it is finite. */
    public boolean isFinite() {
        return allFinite(parameters) && allFinite(updater) && allFinite(outer.momentum()) && allFinite(outer.average());
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
