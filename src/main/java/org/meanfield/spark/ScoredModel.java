package org.meanfield.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import org.meanfield.config.RecordSerializer;
import org.meanfield.train.LearnerSettings;

/**
 * A model to be scored.
 *
 * @param learner settings that its network is created from; shared by as many models as possible
 * @param parameters flat, in DL4J's order
 */
@DefaultSerializer(RecordSerializer.class)
public record ScoredModel(LearnerSettings learner, float[] parameters) implements Serializable {}
