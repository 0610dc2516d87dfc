package org.meanfield.engine;

import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.engine.torch.TorchLearner;
import org.meanfield.engine.torch.TorchLibrary;
import org.meanfield.train.Dl4jEngine;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.TorchEngine;

/** The factory of learners. */
public final class Engines {
    private Engines() {}

    /**
     * Checks that this process has the engine and that the engine takes the network.
     *
     * @throws org.meanfield.config.InvalidInputException if not
     */
    public static void check(LearnerSettings settings) {
        if (settings.engine() instanceof TorchEngine engine) {
            TorchLibrary.require(engine);
            TorchLearner.check(settings);
        } else {
            Dl4jLearner.check(settings);
        }
    }

    /**
     * Checks that the engine has the gradient of the network's input.
     *
     * @throws org.meanfield.config.InvalidInputException if not
     */
    public static void checkInputGradient(LearnerSettings settings) {
        check(settings); // libtorch differentiates whatever it takes
        if (settings.engine() instanceof Dl4jEngine) {
            Dl4jLearner.checkInputGradient(settings);
        }
    }

    /**
     * Creates a learner of the settings' engine, on the first GPU that this process sees if the engine is for GPUs.
     *
     * @throws org.meanfield.config.InvalidInputException as {@link #check}
     */
    public static Learner learner(LearnerSettings settings) {
        return learner(settings, 0);
    }

    /**
     * Creates a learner of the settings' engine.
     *
     * @param gpu the number of the GPU among those that this process sees; DL4J's engine has one
     * @throws org.meanfield.config.InvalidInputException as {@link #check}
     */
    public static Learner learner(LearnerSettings settings, int gpu) {
        return settings.engine() instanceof TorchEngine engine
                ? new TorchLearner(settings, engine, gpu)
                : new Dl4jLearner(settings);
    }
}
