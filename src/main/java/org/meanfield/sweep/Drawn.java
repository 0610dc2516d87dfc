package org.meanfield.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.MathContext;
import org.meanfield.config.Check;

/** Drawn numbers, formatted as in a job file. */
final class Drawn {
    /** Few digits keep a cell's label on one line and equal on every machine. */
    private static final MathContext DIGITS = new MathContext(4);

    private Drawn() {}

    static JsonNode number(double value, double low, double high) {
        BigDecimal rounded =
                new BigDecimal(value).round(DIGITS).max(BigDecimal.valueOf(low)).min(BigDecimal.valueOf(high));
        return text(rounded);
    }

    static JsonNode whole(double value, double low, double high) {
        return text(new BigDecimal(Math.max(low, Math.min(high, Math.floor(value)))));
    }

    /** Returns the number of values that are drawn. */
    static int points(boolean whole, double low, double high) {
        return whole ? (int) Math.min(Integer.MAX_VALUE, high - low + 1) : Integer.MAX_VALUE;
    }

    static void checkWhole(boolean whole, double low, double high) {
        Check.that(!whole || low == Math.rint(low), "low", low, "a whole number where whole is true");
        Check.that(!whole || high == Math.rint(high), "high", high, "a whole number where whole is true");
    }

    private static JsonNode text(BigDecimal number) {
        return TextNode.valueOf(
                number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
    }
}
