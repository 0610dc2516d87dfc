package org.meanfield.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An image that occurs in two parts of a data set, pixel for pixel. Images held out for validation are a part of their own,
 * which follows the one they are taken from.
 *
 * @param image the image in the later part
 * @param earlier the first of all equal images
 */
public record Duplicate(Place image, Place earlier) {
    /**
     * The position of an image.
     *
     * @param split its split, or the one it would be in if it were not left out as a duplicate
     * @param part the published part
     * @param index its number in the part
     */
    public record Place(Split split, String part, int index) {
        private String name() {
            return split == Split.VALIDATION ? split.label() : part;
        }

        private String csv() {
            return String.format(Locale.ROOT, "%s,%s,%d", split.label(), part, index);
        }
    }

    /** Returns the duplicates of a data set, in the order of the parts. */
    public static List<Duplicate> find(List<Source.Part> parts, List<Contents> contents, Division division) {
        int[] starts = Contents.starts(contents);
        long[] prints = Contents.fingerprints(contents);
        long[] sorted = prints.clone();
        Arrays.sort(sorted);
        BitSet validation = new BitSet();
        Arrays.stream(division.published(Split.VALIDATION)).forEach(validation::set);
        // The first position is kept only for the few images that occur twice.
        Map<Long, Integer> firsts = new HashMap<>();
        List<Duplicate> found = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            for (boolean apart : new boolean[] {false, true}) {
                for (int image = starts[part]; image < starts[part + 1]; image++) {
                    if (validation.get(image) == apart && twice(prints[image], sorted)) {
                        int first = firsts.merge(prints[image], image, (there, here) -> there);
                        if (first < starts[part] || validation.get(first) != apart) {
                            found.add(new Duplicate(
                                    place(parts, starts, validation, image), place(parts, starts, validation, first)));
                        }
                    }
                }
            }
        }
        return found;
    }

    private static boolean twice(long print, long[] sorted) {
        int place = Arrays.binarySearch(sorted, print);
        return (place > 0 && sorted[place - 1] == print) || (place + 1 < sorted.length && sorted[place + 1] == print);
    }

    private static Place place(List<Source.Part> parts, int[] starts, BitSet validation, int image) {
        int number = 0;
        while (image >= starts[number + 1]) {
            number++;
        }
        Source.Part part = parts.get(number);
        return new Place(validation.get(image) ? Split.VALIDATION : part.split(), part.name(), image - starts[number]);
    }

    /** Returns the number of duplicates of each pair of parts. */
    public static List<Manifest.Overlap> overlaps(List<Duplicate> duplicates) {
        Map<List<String>, Long> counts = duplicates.stream()
                .collect(Collectors.groupingBy(
                        duplicate -> List.of(
                                duplicate.image().name(), duplicate.earlier().name()),
                        LinkedHashMap::new,
                        Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> new Manifest.Overlap(
                        entry.getKey().get(0),
                        entry.getKey().get(1),
                        entry.getValue().intValue()))
                .toList();
    }

    /** Returns the duplicates as CSV with a header line. */
    public static String csv(List<Duplicate> duplicates) {
        return duplicates.stream()
                .map(duplicate ->
                        duplicate.image().csv() + "," + duplicate.earlier().csv() + "\n")
                .collect(Collectors.joining("", "split,part,index,earlier_split,earlier_part,earlier_index\n", ""));
    }
}
