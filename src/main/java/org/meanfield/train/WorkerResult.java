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
 * @param stepLength the distance of its parameters from those that it started from
 * @param lossSum the sum over those images of the loss before the step that each took part in
 * @param seconds the wall time of its local steps
 */
@DefaultSerializer(RecordSerializer.class)
public record WorkerResult(
        int worker,
        float[] parameters,
        float[] updater,
        long examples,
        double stepLength,
        double lossSum,
        double seconds)
        implements Serializable {
    /** Returns that of a worker which went from one state to another. */
    public static WorkerResult of(int worker, State start, State end, long examples, double lossSum, double seconds) {
        double length = distance(start.parameters(), end.parameters());
        return new WorkerResult(worker, end.parameters(), end.updater(), examples, length, lossSum, seconds);
    }

    /** Returns this result with a part of its numbers. */
    public WorkerResult with(float[] someParameters, float[] someUpdater) {
        return new WorkerResult(worker, someParameters, someUpdater, examples, stepLength, lossSum, seconds);
    }

    private static double distance(float[] from, float[] to) {
        double squares = 0;
        for (int i = 0; i < from.length; i++) {
            double difference = (double) to[i] - from[i];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }
}
