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
 * @param count how many times values are drawn for all keys; a draw that comes to the same as an earlier one is dropped
 * @param seed of the draws; that of the trainings is another
 * @param keys what the value of each key path is drawn from
 */
public record RandomCells(int count, @Default("1") long seed, @Default("{}") Map<String, Distribution> keys)
        implements Serializable {
    /** Checks that something is drawn, or nothing at all asked for. */
    public RandomCells {
        Check.that(count >= 0, "count", count, "0 or more");
        Check.that(count > 0 || keys.isEmpty(), "count", count, "positive where there are keys");
        Check.that(count == 0 || !keys.isEmpty(), "keys", "empty", "a mapping from key paths to distributions");
        keys.keySet().forEach(path -> Cell.checkPath("keys", path));
    }

    /** Returns how many draws come to the same as an earlier one. */
    public int repeats() {
        return count - cells().size();
    }

    /** Returns what is drawn, each once. */
    List<Cell> cells() {
        return draws().distinct().toList();
    }

    /** Returns all that is drawn; a key more or fewer leaves what is drawn for the others as it is. */
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
