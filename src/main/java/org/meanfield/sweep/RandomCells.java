package org.meanfield.sweep;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.meanfield.config.Change;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Seeds;

/**
 * Random search (Bergstra and Bengio 2012, "Random search for hyper-parameter optimization").
 *
 * @param count number of draws; duplicates of an earlier draw are dropped
 * @param seed of the draws; independent of the trainings' seeds
 * @param keys the distribution of each key path's value
 */
public record RandomCells(int count, @Default("1") long seed, @Default("{}") Map<String, Distribution> keys)
        implements Serializable {
    /** Checks that count and keys are both given or both empty. */
    public RandomCells {
        Check.that(count >= 0, "count", count, "0 or more");
        Check.that(count > 0 || keys.isEmpty(), "count", count, "positive where there are keys");
        Check.that(count == 0 || !keys.isEmpty(), "keys", "empty", "a mapping from key paths to distributions");
        keys.keySet().forEach(path -> Cell.checkPath("keys", path));
    }

    /** Returns the number of duplicate draws. */
    public int repeats() {
        return count - cells().size();
    }

    /** Returns the distinct draws. */
    List<Cell> cells() {
        return draws().distinct().toList();
    }

    /** Returns all draws; adding or removing a key does not change the draws of the others. */
    Stream<Cell> draws() {
        return IntStream.range(0, count)
                .mapToObj(i -> new Cell(keys.entrySet().stream()
                        .map(key -> new Change(key.getKey(), key.getValue().draw(random(i, key.getKey()))))
                        .toList()));
    }

    private SplittableRandom random(int draw, String path) {
        return Seeds.stream(seed, Seeds.Purpose.SWEEP, draw, path.hashCode());
    }
}
