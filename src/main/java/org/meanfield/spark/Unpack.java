package org.meanfield.spark;

import org.apache.spark.api.java.function.Function;
import org.meanfield.data.Source;
import org.meanfield.data.Unpacked;

/** Task that unpacks a published part, and reports its progress to the driver. */
record Unpack(Unpacked unpacked) implements Function<Source.Part, Unpacked.Written> {
    static final String PROGRESS = "unpack";

    /** Images between two progress reports. */
    private static final int STEP = 4096;

    @Override
    public Unpacked.Written call(Source.Part part) {
        return unpacked.write(part, done -> {
            if (done % STEP == 0) {
                MeanfieldPlugin.tell(PROGRESS + " " + part.name(), done);
            }
        });
    }
}
