package org.meanfield.train;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import org.meanfield.config.RecordSerializer;

/**
 * What the outer steps remember from round to round. It stays with the driver: workers never see it.
 *
 * @param momentum of the outer step, one number for each parameter; empty without one, and before the first round
 * @param average the parameters that are evaluated and selected in place of the state's own; empty where it is those
 */
@DefaultSerializer(RecordSerializer.class)
public record OuterState(float[] momentum, float[] average) implements Serializable {
    private static final float[] EMPTY = {};

    /** Nothing. */
    public static final OuterState NONE = new OuterState(EMPTY, EMPTY);

    /** Returns one with a momentum alone. */
    static OuterState ofMomentum(float[] momentum) {
        return new OuterState(momentum, EMPTY);
    }

    /** Returns this one with another average. */
    OuterState withAverage(float[] other) {
        return new OuterState(momentum, other);
    }

    /** Returns the momentum, which before the first round is zero. */
    float[] momentumOf(int parameters) {
        return momentum.length == 0 ? new float[parameters] : momentum;
    }

    /** Returns a · x + b · y, each number by itself in double precision. */
    static float[] mixed(float[] x, double a, float[] y, double b) {
        float[] result = new float[x.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (a * x[i] + b * y[i]);
        }
        return result;
    }
}
