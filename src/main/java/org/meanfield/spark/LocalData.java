package org.meanfield.spark;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import org.meanfield.data.Dataset;
import org.meanfield.data.Split;
import org.meanfield.image.LabelledImages;

/** The splits that this JVM has read, as long as there is memory for them: its tasks share them. */
public final class LocalData {
    private static final Map<Key, SoftReference<LabelledImages>> LOADED = new HashMap<>();

    private record Key(Dataset dataset, Split split) {}

    private LocalData() {}

    /** Returns a split, read once. */
    public static synchronized LabelledImages of(Dataset dataset, Split split) {
        Key key = new Key(dataset, split);
        SoftReference<LabelledImages> reference = LOADED.get(key);
        LabelledImages images = reference == null ? null : reference.get();
        if (images == null) {
            images = dataset.load(split);
            LOADED.put(key, new SoftReference<>(images));
        }
        return images;
    }
}
