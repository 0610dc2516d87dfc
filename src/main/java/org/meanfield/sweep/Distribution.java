package org.meanfield.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.SplittableRandom;

/** Distribution of a key's value: {@code keys:} of {@code random:} of a sweep file. */
public sealed interface Distribution extends Serializable permits Uniform, LogUniform, Choice {
    /** Draws a value. */
    JsonNode draw(SplittableRandom random);

    /** Returns the value below which a draw is with probability {@code unit} in [0, 1); of choices in their order. */
    JsonNode at(double unit);

    /** Returns the number of different values; {@link Integer#MAX_VALUE} if they are not counted. */
    int points();
}
