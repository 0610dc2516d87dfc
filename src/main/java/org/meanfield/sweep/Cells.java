package org.meanfield.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.meanfield.config.Change;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;

/**
 * The cells of a sweep file: the product of the entries of {@code list}, the combinations of {@code grid} and the draws
 * of {@code random}, of those that are given.
 *
 * @param list explicit cells, each a mapping from key paths to values
 * @param grid the values of each key path; the last key changes fastest
 * @param random randomly drawn values
 */
public record Cells(List<Map<String, JsonNode>> list, Map<String, List<JsonNode>> grid, RandomCells random) {
    /** Checks the key paths, and that no list of values is empty. */
    public Cells {
        list = List.copyOf(list);
        list.forEach(cell -> cell.keySet().forEach(path -> Cell.checkPath("list", path)));
        grid.forEach((path, values) -> {
            Cell.checkPath("grid", path);
            Check.that(!values.isEmpty(), "grid." + path, "empty", "a list of values");
        });
    }

    /** Returns the maximal number of cells; draws may repeat. */
    public BigInteger most() {
        return Stream.concat(
                        Stream.of(list.size(), random.count()).filter(size -> size > 0),
                        grid.values().stream().map(List::size))
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ONE, BigInteger::multiply);
    }

    /**
     * Returns the cells, in order.
     *
     * @throws InvalidInputException if two key paths overlap
     */
    public List<Cell> all() {
        checkApart();
        List<Cell> cells = list.isEmpty()
                ? List.of(Cell.BASE)
                : list.stream().map(Cells::explicit).toList();
        for (Map.Entry<String, List<JsonNode>> axis : grid.entrySet()) {
            List<Cell> values = axis.getValue().stream()
                    .map(value -> new Cell(List.of(new Change(axis.getKey(), value))))
                    .toList();
            cells = product(cells, values);
        }
        return random.count() == 0 ? cells : product(cells, random.cells());
    }

    private void checkApart() {
        Map<String, String> given = new LinkedHashMap<>();
        list.forEach(cell -> cell.keySet().forEach(path -> given.put(path, "list")));
        for (String path : grid.keySet()) {
            checkApart("grid", path, given);
        }
        for (String path : random.keys().keySet()) {
            checkApart("random.keys", path, given);
        }
    }

    /** Of two overlapping key paths, one value would overwrite the other. */
    private static void checkApart(String where, String path, Map<String, String> given) {
        given.forEach((other, owner) -> Check.that(
                !Cell.overlap(path, other),
                where + "." + path,
                "given together with %s.%s".formatted(owner, other),
                "given once"));
        given.put(path, where);
    }

    private static Cell explicit(Map<String, JsonNode> cell) {
        return new Cell(cell.entrySet().stream()
                .map(entry -> new Change(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static List<Cell> product(List<Cell> cells, List<Cell> others) {
        return cells.stream().flatMap(cell -> others.stream().map(cell::and)).toList();
    }
}
