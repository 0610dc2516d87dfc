package org.meanfield.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * Every number in [low, high] is as likely as any other.
 *
 * @param low finite
 * @param high finite, above {@code low}
 * @param whole whether only whole numbers are drawn, both ends among them; others have four significant digits
 */
public record Uniform(double low, double high, @Default("false") boolean whole) implements Distribution {
    /** Checks the ends. */
    public Uniform {
        Check.that(Double.isFinite(low), "low", low, "finite");
        Check.that(Double.isFinite(high) && high > low, "high", high, "finite and above low");
        Drawn.checkWhole(whole, low, high);
    }

    @Override
    public JsonNode draw(SplittableRandom random) {
        double unit = random.nextDouble();
        return whole
                ? Drawn.whole(low + unit * (high + 1 - low), low, high)
                : Drawn.number(low + unit * (high - low), low, high);
    }
}
