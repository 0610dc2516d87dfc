package org.meanfield.bench;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.meanfield.image.ImageShape;
import org.meanfield.model.Activation;
import org.meanfield.model.Architecture;
import org.meanfield.model.Cnn;
import org.meanfield.model.Mlp;
import org.meanfield.model.ModelSummary;
import org.meanfield.model.Networks;
import org.meanfield.model.Resnet;
import org.meanfield.model.StockLayers;
import org.meanfield.train.optimizer.Adam;
import org.meanfield.train.optimizer.ConstantSchedule;
import org.meanfield.train.optimizer.Nesterov;
import org.meanfield.train.optimizer.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/** A network, its optimizer and its batch: the same for all implementations. */
enum Workload {
    /** 784-512-256-10 with Adam. */
    MLP(
            new Mlp(List.of(512, 256), Activation.RELU, 0),
            new ImageShape(1, 28, 28),
            new Adam(0.001, 0.9, 0.999, 1e-8, 0),
            new org.nd4j.linalg.learning.config.Adam(0.001)),
    /** Six convolutions in three blocks, with Nesterov's momentum. */
    CNN(cnn(false), new ImageShape(3, 32, 32), new Nesterov(0.01, 0.9, 0), new Nesterovs(0.01, 0.9)),
    /** The same with a batch norm after each convolution. */
    CNN_BATCH_NORM(cnn(true), new ImageShape(3, 32, 32), new Nesterov(0.01, 0.9, 0), new Nesterovs(0.01, 0.9)),
    /** The residual network of 20 layers. */
    RESNET(
            new Resnet(List.of(16, 32, 64), 3, 0),
            new ImageShape(3, 32, 32),
            new Nesterov(0.01, 0.9, 0),
            new Nesterovs(0.01, 0.9));

    static final int CLASSES = 10;

    private final Architecture architecture;
    private final ImageShape shape;
    private final Optimizer optimizer;
    private final IUpdater stockUpdater;

    Workload(Architecture architecture, ImageShape shape, Optimizer optimizer, IUpdater stockUpdater) {
        this.architecture = architecture;
        this.shape = shape;
        this.optimizer = optimizer;
        this.stockUpdater = stockUpdater;
    }

    private static Cnn cnn(boolean batchNorm) {
        return new Cnn(
                List.of(32, 64, 128).stream()
                        .map(filters -> new Cnn.Block(filters, 2, 3, batchNorm, 2, 0))
                        .toList(),
                Cnn.Features.PIXELS,
                List.of(128),
                0,
                Activation.RELU);
    }

    Architecture architecture() {
        return architecture;
    }

    ImageShape shape() {
        return shape;
    }

    ComputationGraphConfiguration own() {
        return Networks.configuration(
                architecture,
                shape,
                CLASSES,
                builder -> optimizer.configure(builder, new ConstantSchedule(0), Integer.MAX_VALUE));
    }

    /** DL4J's own layers and optimizer. */
    ComputationGraphConfiguration stock() {
        return StockLayers.of(
                Networks.configuration(architecture, shape, CLASSES, builder -> builder.updater(stockUpdater)));
    }

    /**
     * The floating-point operations of a training step for one image: a forward product, one for the gradient of the
     * weights and, but for the first layer, one for that of the input.
     */
    double flop() {
        ModelSummary summary = ModelSummary.of(own(), shape);
        long first = summary.rows().get(0).multiplyAdds();
        return 2.0 * (3 * summary.multiplyAdds() - first);
    }

    INDArray features(int examples) {
        return Nd4j.rand(examples, shape.channels(), shape.height(), shape.width());
    }

    INDArray labels(int examples) {
        INDArray labels = Nd4j.zeros(examples, CLASSES);
        for (int i = 0; i < examples; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        return labels;
    }
}
