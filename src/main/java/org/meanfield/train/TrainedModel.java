package org.meanfield.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.meanfield.data.Normalization;

/**
 * The finished model of a run, as {@link ModelFiles#read} finds it.
 *
 * @param folder where it is
 * @param learner what its network is made from, to score with: without clipping, of seed 0
 * @param state its parameters and its optimizer's state
 * @param normalization what the network was shown of a pixel, measured over its own training images
 * @param provenance where it comes from; the run's whole job under {@code job}
 * @param hash the SHA-256, in hex, of what it consists of; the same for a run and its repetition
 */
public record TrainedModel(
        String folder,
        LearnerSettings learner,
        State state,
        Normalization normalization,
        ObjectNode provenance,
        String hash) {}
