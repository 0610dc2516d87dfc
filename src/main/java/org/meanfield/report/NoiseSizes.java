package org.meanfield.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanfield.tables.RobustnessRow;

/** The sizes of noise where a job has so many that accuracy is better seen against them than against a number of the severity. */
final class NoiseSizes {
    private static final int FEWEST = 6;
    private static final Pattern SIZE = Pattern.compile("std=([0-9.E-]+)( .*)?");

    private NoiseSizes() {}

    /** Returns log₁₀ of the standard deviation of each severity; empty where there are few, or it is no noise of a standard deviation. */
    static Map<Integer, Double> of(List<RobustnessRow> rows) {
        Map<Integer, Double> sizes = new TreeMap<>();
        for (RobustnessRow row : rows) {
            Matcher size = SIZE.matcher(row.parameter());
            if (!size.matches()) {
                return Map.of();
            }
            sizes.put(row.severity(), Math.log10(Double.parseDouble(size.group(1))));
        }
        return sizes.size() < FEWEST ? Map.of() : sizes;
    }
}
