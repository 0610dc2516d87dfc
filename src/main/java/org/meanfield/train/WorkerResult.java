package org.meanfield.train;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import org.meanfield.config.RecordSerializer;

/**
 * What one worker brings back from a round.
 *
 * @param worker its number, from 0
 * @param parameters its parameters after its local steps
 * @param updater its optimizer's state after them
 * @param examples the images that it trained on, its weight in the mean; 0 for a worker whose shard was used up
 * @param lossSum the sum over those images of the loss before the step that each took part in
 * @param seconds the wall time of its local steps
 */
@DefaultSerializer(RecordSerializer.class)
public record WorkerResult(
        int worker, float[] parameters, float[] updater, long examples, double lossSum, double seconds)
        implements Serializable {}
