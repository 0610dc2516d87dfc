package org.meanfield.train;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.LabelledImages;

/**
 * How batch norm's running statistics are measured anew for a network whose training is over: as the plain mean of what each of
 * a number of training batches shows (Izmailov et al. 2018, section 3.2, do so for averaged weights). Running statistics are
 * of the last steps of each worker, whose weights were others; these are of the weights themselves.
 *
 * <p>The batches are those that the training split, which is in a random order, begins with: the same for every state, so that
 * the outcome is a function of the state. They are neither augmented nor dropped from: the statistics are for inference, where
 * images are as they are and no value is dropped; with dropout a layer's variance is a larger one (Li, Chen, Hu and Yang 2019).
 * In each layer a batch is normalized by its own statistics, as in training.
 *
 * @param normalization what the network sees of the images
 * @param batch images of a batch
 * @param batches how many; 0 leaves every state as it is
 * @param statistics the places of running statistics in the flat vector of parameters
 */
public record Recalibration(Splits splits, Normalization normalization, int batch, int batches, BitSet statistics)
        implements Serializable {
    /** Returns the numbers of the batches; none where there is nothing to measure. */
    public List<Integer> numbers() {
        return IntStream.range(0, statistics.isEmpty() ? 0 : batches).boxed().toList();
    }

    /** Returns what a batch shows, in the order of the places. */
    public float[] measured(int number, Learner learner, float[] parameters) throws InterruptedException {
        LabelledImages images = splits.read(Split.TRAIN, number * batch, (number + 1) * batch);
        return learner.statistics(parameters, Batches.features(images, normalization), images.count());
    }

    /** Returns {@code parameters} with the mean of what the batches have shown, in their order, in its places. */
    public float[] recalibrated(float[] parameters, List<float[]> measured) {
        float[] result = parameters.clone();
        int next = 0;
        for (int place = statistics.nextSetBit(0); place >= 0; place = statistics.nextSetBit(place + 1)) {
            double sum = 0;
            for (float[] ofBatch : measured) {
                sum += ofBatch[next];
            }
            result[place] = (float) (sum / measured.size());
            next++;
        }
        return result;
    }
}
