package org.meanfield.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Maps the names that this program's own layers, optimizers and schedules have in files, for instance {@code
 * meanfield:convolution}, to the classes behind them, so that a class can be moved or renamed and every file is still read.
 *
 * <p>Files of earlier versions have the classes' names of then; these are known too and must stay in the list.
 *
 * @param types what there is
 */
record TypeNames(List<Type> types) {
    /** What the names of ours begin with; no class has one of them. */
    static final String PREFIX = "meanfield:";

    private static final String LAYERS = "org.deeplearning4j.nn.conf.layers.";

    /** Those of this version. DL4J makes them from JSON by their class, which others than it need not see: so by name. */
    static final TypeNames OURS = new TypeNames(List.of(
            layer("convolution", "OneDnnConvolution", LAYERS + "ConvolutionLayer"),
            layer("batch-norm", "OneDnnBatchNorm", LAYERS + "BatchNormalization"),
            layer("pooling", "OneDnnPooling", LAYERS + "SubsamplingLayer"),
            layer("global-average", "OneDnnGlobalAverage", LAYERS + "GlobalPoolingLayer"),
            layer("dense", "OneDnnDense", LAYERS + "DenseLayer"),
            layer("output", "OneDnnOutput", LAYERS + "OutputLayer"),
            layer("sum", "OneDnnSum", "org.deeplearning4j.nn.conf.graph.ElementWiseVertex"),
            new Type(
                    PREFIX + "flatten",
                    "org.meanfield.model.Flatten",
                    Optional.of("org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor"),
                    List.of()),
            new Type(
                    PREFIX + "no-dropout",
                    "org.meanfield.engine.dl4j.NoDropout",
                    Optional.empty(),
                    List.of("org.meanfield.train.NoDropout")),
            training("adam", "AdamUpdater"),
            training("momentum", "VelocityUpdater"),
            training("weight-decay", "Decay"),
            training("learning-rate", "LearningRate"),
            training("constant-schedule", "ConstantSchedule"),
            training("step-schedule", "StepSchedule"),
            training("cosine-schedule", "CosineSchedule"),
            training("exponential-schedule", "ExponentialSchedule")));

    /**
     * One of them.
     *
     * @param name what files call it
     * @param className the class that it is today
     * @param stock the class of DL4J's that computes the same; empty for what is not part of what a network computes
     * @param formerly the names of the class that files of earlier versions have
     */
    record Type(String name, String className, Optional<String> stock, List<String> formerly) {
        private boolean isCalled(String other) {
            return other.equals(name) || other.equals(className) || formerly.contains(other);
        }
    }

    /** Returns the one that a file calls {@code name}, today or formerly; empty if it is none of ours. */
    Optional<Type> find(String name) {
        return types.stream().filter(type -> type.isCalled(name)).findFirst();
    }

    /** Returns whether {@code className} is one of these classes of today. */
    boolean isClass(String className) {
        return classNames().anyMatch(className::equals);
    }

    /** Returns the classes of today. */
    Stream<String> classNames() {
        return types.stream().map(Type::className);
    }

    private static Type layer(String name, String className, String stock) {
        return new Type(
                PREFIX + name,
                "org.meanfield.model.onednn." + className,
                Optional.of(stock),
                List.of("org.meanfield.model." + className));
    }

    private static Type training(String name, String className) {
        return new Type(
                PREFIX + name,
                "org.meanfield.train.optimizer." + className,
                Optional.empty(),
                List.of("org.meanfield.train." + className));
    }
}
