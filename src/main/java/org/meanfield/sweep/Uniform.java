package org.meanfield.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * Uniform distribution over [low, high].
 *
 * @param low finite
 * @param high finite, above {@code low}
 * @param whole whether whole numbers are drawn, bounds included; other numbers have four significant digits
 */
public record Uniform(double low, double high, @Default("false") boolean whole) implements Distribution {
    /** Checks the bounds. */
    public Uniform {
        Check.that(Double.isFinite(low), "low", low, "finite");
        Check.that(Double.isFinite(high) && high > low, "high", high, "finite and above low");
        Drawn.checkWhole(whole, low, high);
    }

    @Override
    public JsonNode draw(SplittableRandom random) {
        return at(random.nextDouble());
    }

    @Override
    public int points() {
        return Drawn.points(whole, low, high);
    }

    @Override
    public JsonNode at(double unit) {
        if (!Double.isFinite(high - low)) {
            double value = (1 - unit) * low + unit * high;
            return whole ? Drawn.whole(value, low, high) : Drawn.number(value, low, high);
        }
        return whole
                ? Drawn.whole(low + unit * (high + 1 - low), low, high)
                : Drawn.number(low + unit * (high - low), low, high);
    }
}
