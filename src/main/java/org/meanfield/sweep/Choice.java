package org.meanfield.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;

/**
 * Uniform choice among values.
 *
 * @param values at least one; a value listed twice is twice as likely
 */
public record Choice(List<JsonNode> values) implements Distribution {
    /** Checks that there is a value. */
    public Choice {
        values = List.copyOf(values);
        Check.that(!values.isEmpty(), "values", "empty", "a list of at least one value");
    }

    @Override
    public JsonNode draw(SplittableRandom random) {
        return values.get(random.nextInt(values.size()));
    }

    @Override
    public JsonNode at(double unit) {
        return values.get((int) (unit * values.size()));
    }

    @Override
    public int points() {
        return (int) values.stream().distinct().count();
    }
}
