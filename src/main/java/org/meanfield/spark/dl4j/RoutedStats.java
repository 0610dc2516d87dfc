package org.meanfield.spark.dl4j;

import java.io.Serializable;
import java.util.ArrayList;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.spark.impl.listeners.VanillaStatsStorageRouter;

/** Statistics that listeners on an executor have written, sent to the driver's storage. */
record RoutedStats(
        ArrayList<StorageMetaData> metaData, ArrayList<Persistable> staticInfo, ArrayList<Persistable> updates)
        implements Serializable {
    static RoutedStats of(VanillaStatsStorageRouter router) {
        return new RoutedStats(
                new ArrayList<>(router.getStorageMetaData()),
                new ArrayList<>(router.getStaticInfo()),
                new ArrayList<>(router.getUpdates()));
    }

    boolean isEmpty() {
        return metaData.isEmpty() && staticInfo.isEmpty() && updates.isEmpty();
    }

    void writeTo(StatsStorageRouter storage) {
        storage.putStorageMetaData(metaData);
        storage.putStaticInfo(staticInfo);
        storage.putUpdate(updates);
    }
}
