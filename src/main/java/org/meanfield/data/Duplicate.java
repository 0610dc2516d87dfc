package org.meanfield.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An image that occurs in two parts of a data set, pixel for pixel.
 *
 * @param part the later one
 * @param index its number there
 * @param earlier the first of the parts that has it
 * @param earlierIndex the number of the first such image there
 */
public record Duplicate(String part, int index, String earlier, int earlierIndex) {
    private record Place(int part, int index) {}

    /** Returns the duplicates of a data set, in the order of the parts. */
    public static List<Duplicate> find(List<Source.Part> parts, List<Contents> contents) {
        Map<Long, Place> firsts = new HashMap<>();
        List<Duplicate> found = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            long[] prints = contents.get(part).fingerprints();
            for (int i = 0; i < prints.length; i++) {
                Place first = firsts.putIfAbsent(prints[i], new Place(part, i));
                if (first != null && first.part() != part) {
                    found.add(new Duplicate(
                            parts.get(part).name(), i, parts.get(first.part()).name(), first.index()));
                }
            }
        }
        return found;
    }

    /** Returns how many there are of each pair of parts. */
    public static List<Manifest.Overlap> overlaps(List<Duplicate> duplicates) {
        Map<List<String>, Long> counts = duplicates.stream()
                .collect(Collectors.groupingBy(
                        duplicate -> List.of(duplicate.part(), duplicate.earlier()),
                        LinkedHashMap::new,
                        Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> new Manifest.Overlap(
                        entry.getKey().get(0),
                        entry.getKey().get(1),
                        entry.getValue().intValue()))
                .toList();
    }

    /** Returns a table of them with a line for the names of the columns. */
    public static String csv(List<Duplicate> duplicates) {
        return duplicates.stream()
                .map(duplicate -> "%s,%d,%s,%d\n"
                        .formatted(duplicate.part(), duplicate.index(), duplicate.earlier(), duplicate.earlierIndex()))
                .collect(Collectors.joining("", "part,index,earlier_part,earlier_index\n", ""));
    }
}
