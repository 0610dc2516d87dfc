package org.meanfield.train;

import java.io.Serializable;

/**
 * The engine that takes local steps and scores: {@code engine:} of a job file. The network is always DL4J's configuration
 * and a state is flat vectors in DL4J's order, so a state, a checkpoint or a model of one engine is one of the other.
 * Results of two engines agree up to rounding, not to the bit.
 */
public sealed interface Engine extends Serializable permits Dl4jEngine, TorchEngine {}
