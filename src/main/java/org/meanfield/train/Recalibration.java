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
 * Recalibration of batch norm's running statistics after training: the plain mean of the statistics of a number of
 * training batches (Izmailov et al. 2018, section 3.2, for averaged weights). Running statistics come from the last
 * steps of each worker, which had other weights; these belong to the weights themselves.
 *
 * <p>The batches are the first of the training split, which is shuffled: the same for every state, so that the result
 * is a function of the state. There is neither augmentation nor dropout, as in inference; dropout would make a layer's
 * variance larger (Li, Chen, Hu and Yang 2019). In each layer a batch is normalized by its own statistics, as in
 * training.
 *
 * @param normalization maps pixels to network inputs
 * @param batch images per batch
 * @param batches number of batches; 0 for no recalibration
 * @param statistics the indices of running statistics in the flat parameter vector
 */
public record Recalibration(Splits splits, Normalization normalization, int batch, int batches, BitSet statistics)
        implements Serializable {
    /** Returns the numbers of the batches; empty if there is no recalibration. */
    public List<Integer> numbers() {
        return IntStream.range(0, statistics.isEmpty() ? 0 : batches).boxed().toList();
    }

    /** Returns the statistics of a batch, in the order of their indices. */
    public float[] measured(int number, Learner learner, float[] parameters) throws InterruptedException {
        LabelledImages images = splits.read(Split.TRAIN, number * batch, (number + 1) * batch);
        return learner.statistics(parameters, Batches.features(images, normalization), images.count());
    }

    /** Returns {@code parameters} with the mean of the batches' statistics, summed in order. */
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
