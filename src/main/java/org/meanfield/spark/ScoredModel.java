package org.meanfield.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import org.meanfield.config.RecordSerializer;
import org.meanfield.train.LearnerSettings;

/**
 * A model that is scored.
 *
 * @param learner what its network is made from; the same for as many models as possible
 * @param parameters flat, in DL4J's order
 */
@DefaultSerializer(RecordSerializer.class)
public record ScoredModel(LearnerSettings learner, float[] parameters) implements Serializable {}
