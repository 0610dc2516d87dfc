package org.meanfield.docs;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.meanfield.spark.dl4j.RoundTrainingMaster;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The example of docs/averaging.md, as a program: is a point inside or outside of a circle? */
public final class AveragingExample {
    private AveragingExample() {}

    /** Trains, and prints the share of points that it has learnt and a hash of the parameters. */
    public static void main(String[] args) {
        try (JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("circle"))) {
            MultiLayerNetwork network = train(context, configuration(), context.parallelize(points(600), 4));
            DataSet all = DataSet.merge(points(600));
            double right = network.output(all.getFeatures())
                    .argMax(1)
                    .eq(all.getLabels().argMax(1))
                    .castTo(network.params().dataType())
                    .meanNumber()
                    .doubleValue();
            System.out.printf(
                    "%.3f %08x%n", right, Arrays.hashCode(network.params().toFloatVector()));
        }
    }

    static MultiLayerNetwork train(
            JavaSparkContext context, MultiLayerConfiguration configuration, JavaRDD<DataSet> data) {
        // docs/averaging.md
        TrainingMaster<?, ?> master = new RoundTrainingMaster.Builder(2, 1)
                .batchSizePerWorker(10)
                .averagingFrequency(5)
                .build();
        SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, configuration, master);
        for (int epoch = 0; epoch < 10; epoch++) {
            spark.fit(data);
        }
        return spark.getNetwork();
        // end
    }

    static MultiLayerConfiguration configuration() {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(0.05))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(16)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(16)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    /** Points of a square that fill it evenly (multiples of the plastic number's powers), one to a data set. */
    static List<DataSet> points(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    double x = 2 * (i * 0.7548776662466927 % 1) - 1;
                    double y = 2 * (i * 0.5698402909980532 % 1) - 1;
                    boolean inside = x * x + y * y < 0.64;
                    return new DataSet(
                            Nd4j.createFromArray(new float[][] {{(float) x, (float) y}}),
                            Nd4j.createFromArray(new float[][] {{inside ? 1 : 0, inside ? 0 : 1}}));
                })
                .toList();
    }
}
