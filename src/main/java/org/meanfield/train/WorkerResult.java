package org.meanfield.train;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import org.meanfield.config.RecordSerializer;

/**
 * The result of one worker in a round.
 *
 * @param worker its number, from 0
 * @param parameters parameters after its local steps
 * @param updater optimizer state after its local steps
 * @param examples the images that it trained on, its weight in the mean; 0 for a worker without samples left
 * @param stepLength L2 distance of its parameters from the round's start
 * @param lossSum sum over those images of the loss before the step on their batch
 * @param seconds wall time of its local steps
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
    /** Returns the result of a worker from its start and end states. */
    public static WorkerResult of(int worker, State start, State end, long examples, double lossSum, double seconds) {
        double length = distance(start.parameters(), end.parameters());
        return new WorkerResult(worker, end.parameters(), end.updater(), examples, length, lossSum, seconds);
    }

    /** Returns this result with ranges of its vectors. */
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
