package org.meanfield.train;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import org.meanfield.config.RecordSerializer;

/**
 * State of the outer step between rounds. It stays on the driver and is never sent to workers.
 *
 * @param momentum the outer step's momentum, one value per parameter; empty without one, and before the first round
 * @param average the averaged parameters that are evaluated and selected; empty if they are the state's own
 */
@DefaultSerializer(RecordSerializer.class)
public record OuterState(float[] momentum, float[] average) implements Serializable {
    private static final float[] EMPTY = {};

    /** The empty state. */
    public static final OuterState NONE = new OuterState(EMPTY, EMPTY);

    /** Returns a state with a momentum and no average. */
    static OuterState ofMomentum(float[] momentum) {
        return new OuterState(momentum, EMPTY);
    }

    /** Returns this state with another average. */
    OuterState withAverage(float[] other) {
        return new OuterState(momentum, other);
    }

    /** Returns the momentum, zeros before the first round. */
    float[] momentumOf(int parameters) {
        return momentum.length == 0 ? new float[parameters] : momentum;
    }

    /** Returns a · x + b · y, elementwise in double precision. */
    static float[] mixed(float[] x, double a, float[] y, double b) {
        float[] result = new float[x.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (a * x[i] + b * y[i]);
        }
        return result;
    }
}
