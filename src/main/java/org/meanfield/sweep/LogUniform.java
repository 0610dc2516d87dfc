package org.meanfield.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * Log-uniform distribution: as many values between 0.001 and 0.01 as between 0.01 and 0.1.
 *
 * @param low positive
 * @param high finite, above {@code low}
 * @param whole whether whole numbers are drawn, bounds included; other numbers have four significant digits
 */
public record LogUniform(double low, double high, @Default("false") boolean whole) implements Distribution {
    /** Checks the bounds. */
    public LogUniform {
        Check.that(low > 0 && Double.isFinite(low), "low", low, "positive");
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
        double end = whole ? high + 1 : high;
        // StrictMath has the same bits everywhere.
        double value = Double.isFinite(end / low)
                ? low * StrictMath.exp(unit * StrictMath.log(end / low))
                : StrictMath.exp((1 - unit) * StrictMath.log(low) + unit * StrictMath.log(end));
        return whole ? Drawn.whole(value, low, high) : Drawn.number(value, low, high);
    }
}
