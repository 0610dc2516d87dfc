package org.meanfield.data;

import java.util.ArrayList;
import java.util.Arrays;
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
    /** Returns the duplicates of a data set, in the order of the parts. */
    public static List<Duplicate> find(List<Source.Part> parts, List<Contents> contents) {
        int[] starts = Contents.starts(contents);
        long[] prints = contents.stream()
                .flatMapToLong(part -> Arrays.stream(part.fingerprints()))
                .toArray();
        long[] sorted = prints.clone();
        Arrays.sort(sorted);
        // Only of those that occur twice, which are few, the first place is remembered.
        Map<Long, Integer> firsts = new HashMap<>();
        List<Duplicate> found = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            for (int image = starts[part]; image < starts[part + 1]; image++) {
                int place = Arrays.binarySearch(sorted, prints[image]);
                boolean twice = (place > 0 && sorted[place - 1] == prints[image])
                        || (place + 1 < sorted.length && sorted[place + 1] == prints[image]);
                int first = twice ? firsts.merge(prints[image], image, (there, here) -> there) : image;
                if (first < starts[part]) {
                    found.add(of(parts, starts, part, image, first));
                }
            }
        }
        return found;
    }

    private static Duplicate of(List<Source.Part> parts, int[] starts, int part, int image, int first) {
        int earlier = 0;
        while (first >= starts[earlier + 1]) {
            earlier++;
        }
        return new Duplicate(
                parts.get(part).name(), image - starts[part], parts.get(earlier).name(), first - starts[earlier]);
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
