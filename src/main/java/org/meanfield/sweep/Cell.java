package org.meanfield.sweep;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meanfield.config.Change;
import org.meanfield.config.Check;

/**
 * Cell of a sweep: the overrides of a group of trials that differ in the seed only.
 *
 * @param changes overrides of the base job, in order; none for the base job itself
 */
public record Cell(List<Change> changes) {
    /** The cell without overrides. */
    static final Cell BASE = new Cell(List.of());

    private static final String SEED = "seed";

    /** Copies the overrides. */
    public Cell {
        changes = List.copyOf(changes);
    }

    /** Returns the label: {@code train.batch=64, model.dropout=0.2}; {@code base} for the base job. */
    public String label() {
        return changes.isEmpty()
                ? "base"
                : changes.stream().map(Change::toString).collect(Collectors.joining(", "));
    }

    /** Returns the cell with the overrides of this and then those of {@code other}. */
    Cell and(Cell other) {
        return new Cell(Stream.concat(changes.stream(), other.changes.stream()).toList());
    }

    /** Returns whether two key paths are equal, or one is a prefix of the other. */
    static boolean overlap(String path, String other) {
        String one = dotted(path);
        String two = dotted(other);
        return one.startsWith(two) || two.startsWith(one);
    }

    private static String dotted(String path) {
        return path.replace("[", ".").replace("]", "") + ".";
    }

    /** Checks a key path of a sweep file, below {@code where}. */
    static void checkPath(String where, String path) {
        Check.that(Change.isPath(path), where, "given " + path, "given key paths, such as train.batch");
        Check.that(!path.equals(SEED), where, "given a seed", "without one: the seeds of a sweep are given in seeds");
    }
}
