package org.meanfield.corrupt;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meanfield.config.Names;
import org.meanfield.config.RecordReader;

/** The corruptions by their names, each with its default settings; without {@code npy}, which has none. */
public final class Defaults {
    /** In the order in which they are listed. */
    public static final Map<String, Corruption> ALL = Collections.unmodifiableMap(read());

    private record Holder(List<Corruption> corruptions) {}

    private Defaults() {}

    private static Map<String, Corruption> read() {
        List<String> names = Arrays.stream(Corruption.class.getPermittedSubclasses())
                .filter(member -> member != Npy.class)
                .map(member -> Names.of(Corruption.class, member))
                .toList();
        String list = "corruptions: [{type: " + String.join("}, {type: ", names) + "}]";
        List<Corruption> read =
                RecordReader.read(list, "defaults", Holder.class, List.of()).corruptions();
        Map<String, Corruption> byName = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            byName.put(names.get(i), read.get(i));
        }
        return byName;
    }
}
