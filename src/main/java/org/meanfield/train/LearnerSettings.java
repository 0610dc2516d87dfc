package org.meanfield.train;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.image.ImageShape;
import org.meanfield.model.Architecture;
import org.meanfield.model.Freeze;
import org.meanfield.model.ModelSummary;
import org.meanfield.model.Networks;
import org.meanfield.model.init.Initializer;

/**
 * Settings that a learner is created from.
 *
 * @param configuration the network's configuration, as DL4J's JSON
 * @param shape the shape of its input images
 * @param classes the number of its outputs
 * @param clipping bounds the gradient
 * @param seed the job's seed, for the dropout masks
 * @param engine the engine that computes
 */
public record LearnerSettings(
        String configuration, ImageShape shape, int classes, GradientClipping clipping, long seed, Engine engine)
        implements Serializable {
    /**
     * Returns the settings of a job.
     *
     * @param freeze the layers that are not trained, see {@link Freeze}
     * @param totalSteps local steps of each worker in the whole job, the length of the learning rate schedule
     * @throws org.meanfield.config.InvalidInputException if images of that shape do not fit the architecture, or there are no such layers
     */
    public static LearnerSettings of(
            Architecture architecture,
            List<String> freeze,
            ImageShape shape,
            int classes,
            TrainSettings train,
            long totalSteps,
            long seed,
            Engine engine) {
        ComputationGraphConfiguration network =
                Networks.configuration(architecture, shape, classes, builder -> train.optimizer()
                        .configure(builder, train.schedule(), totalSteps));
        String configuration = Freeze.layers(network, freeze).toJson();
        return new LearnerSettings(configuration, shape, classes, train.gradientClipping(), seed, engine);
    }

    /**
     * Returns the settings for scoring only, without those of training: equal for models of one architecture that were
     * trained differently, so that one learner serves them all.
     */
    public LearnerSettings forScoring() {
        return new LearnerSettings(
                Networks.withoutOptimizer(ComputationGraphConfiguration.fromJson(configuration))
                        .toJson(),
                shape,
                classes,
                new GradientClipping.None(),
                0,
                engine);
    }

    /** Returns these settings for another engine. */
    public LearnerSettings on(Engine other) {
        return new LearnerSettings(configuration, shape, classes, clipping, seed, other);
    }

    /** Returns the state before the first step: initial parameters, an optimizer's state of zeros. */
    public State initialState(Architecture architecture, Initializer initializer) {
        ComputationGraph network = network();
        architecture.initialize(network, initializer, seed);
        return NetworkState.of(network, 0);
    }

    /** Returns the indices, in the flat parameter vector, of running statistics that training changes. */
    public BitSet statistics() {
        return Networks.statistics(network());
    }

    /** Returns the layers of the network. */
    public ModelSummary summary() {
        return ModelSummary.of(ComputationGraphConfiguration.fromJson(configuration), shape);
    }

    /** Returns how many parameters are trained and which layers are frozen; empty if none are. */
    public String frozen() {
        return Freeze.text(ComputationGraphConfiguration.fromJson(configuration));
    }

    /** Returns a new network with its own copy of the configuration. */
    public ComputationGraph network() {
        return Networks.create(ComputationGraphConfiguration.fromJson(configuration));
    }
}
