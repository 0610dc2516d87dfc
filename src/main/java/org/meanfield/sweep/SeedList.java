package org.meanfield.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.meanfield.config.Change;
import org.meanfield.config.Check;

/**
 * Seeds of a sweep: {@code seeds:} of a sweep file, a list or a number n for the job's own seed and the n − 1 after it.
 */
public final class SeedList {
    private static final String KEY = "seeds";
    private static final String ALLOWED = "a list of whole numbers, or their number";
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final int MOST = 10_000;

    private SeedList() {}

    /**
     * Returns the overrides that set the seeds.
     *
     * @param given the value in the file
     * @param first the seed of the base job
     * @throws org.meanfield.config.InvalidInputException if there are none, too many, or duplicates
     */
    public static List<Change> changes(JsonNode given, long first) {
        return seeds(given, first).stream()
                .map(seed -> new Change("seed", TextNode.valueOf(Long.toString(seed))))
                .toList();
    }

    private static List<Long> seeds(JsonNode given, long first) {
        if (!given.isArray()) {
            long count = number(given);
            Check.that(count > 0 && count <= MOST, KEY, count, "in 1 … " + MOST + ", or a list");
            return IntStream.range(0, (int) count).mapToObj(i -> first + i).toList();
        }
        List<Long> seeds = new ArrayList<>();
        for (JsonNode seed : given) {
            long number = number(seed);
            Check.that(!seeds.contains(number), KEY, "a list with " + number + " twice", "a list of different numbers");
            seeds.add(number);
        }
        Check.that(!seeds.isEmpty(), KEY, "empty", ALLOWED);
        return seeds;
    }

    private static long number(JsonNode node) {
        String text = node.asText();
        Check.that(
                node.isTextual() && WHOLE.matcher(text).matches(),
                KEY,
                node.isContainerNode() ? "a mapping" : text.isEmpty() ? "empty" : text,
                ALLOWED);
        return Long.parseLong(text);
    }
}
