package org.meanfield.job.predict;

import java.util.Iterator;
import org.apache.parquet.example.data.Group;
import org.meanfield.data.PictureReader;
import org.meanfield.storage.SharedData;

/** Images to be classified, in slices that do not depend on the cluster. */
sealed interface ImageInput extends SharedData permits PictureInput, ShardInput, TableInput {
    /** Returns the number of slices; each is a file of the output. */
    int slices();

    /** Returns the number of images, to show progress. */
    long images();

    /** Returns the Parquet message of the key columns, as text. */
    default String keys() {
        return "message keys {}";
    }

    /** Returns the SHA-256 of what the input consists of, as far as its listing tells. */
    String stamp();

    /** Returns the images of a slice in their order, each read when it is asked for. */
    Iterator<Candidate<Group>> open(int slice, PictureReader reader, PredictionSchema schema);
}
