package org.meanfield.job.predict;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.meanfield.config.Check;
import org.meanfield.data.PictureReader;
import org.meanfield.model.NativeLibrary;
import org.meanfield.spark.Inference;
import org.meanfield.storage.Storage;
import org.meanfield.train.checkpoint.ModelFiles;
import org.meanfield.train.checkpoint.TrainedModel;

/**
 * Classifies the images in a column of a DataFrame with a trained model, in a user's own Spark program:
 *
 * <pre>{@code
 * Predictor predictor = Predictor.load(spark, "hdfs:///out/models/fashion-0123abcd", "picture", Encoding.PICTURE);
 * Dataset<Row> predicted = predictor.predict(spark.read().parquet("hdfs:///pictures"));
 * }</pre>
 *
 * <p>Each row keeps its other columns and gets {@code predicted} (the name of the most probable class, on ties the first),
 * {@code probability} (of that class, in [0, 1]), {@code probabilities} (of each class, in the order of {@link #classNames}) and {@code error}
 * (why the image cannot be read; the other three are null then, and else it is null). Pictures are resized and normalized as in training.
 *
 * <p>The model is sent to each executor once. A task holds one batch: at most 500 images as bytes and as floats. The program needs nothing
 * but Meanfield's jar on the class path of driver and executors, and the {@code --add-opens} of {@code spark-submit}.
 */
public final class Predictor implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    private static final List<StructField> COLUMNS = List.of(
            new StructField("predicted", DataTypes.StringType, true, Metadata.empty()),
            new StructField("probability", DataTypes.FloatType, true, Metadata.empty()),
            new StructField(
                    "probabilities", DataTypes.createArrayType(DataTypes.FloatType, false), true, Metadata.empty()),
            new StructField("error", DataTypes.StringType, true, Metadata.empty()));

    private final Inference inference;
    private final List<String> classNames;
    private final String column;
    private final Encoding encoding;

    private Predictor(Inference inference, List<String> classNames, String column, Encoding encoding) {
        this.inference = inference;
        this.classNames = new ArrayList<>(classNames);
        this.column = column;
        this.encoding = encoding;
    }

    /**
     * Loads a model and sends it to the executors of {@code spark}.
     *
     * @param model the folder of a finished training's model, {@code DIR/models/<run_id>}: local, {@code hdfs://} or {@code s3a://}
     * @param column the name of the binary column with the images
     * @param encoding what the column holds
     * @throws org.meanfield.config.InvalidInputException if there is no valid model
     */
    public static Predictor load(SparkSession spark, String model, String column, Encoding encoding) {
        JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
        Storage.configure(context.hadoopConfiguration());
        NativeLibrary.loadIfNone();
        TrainedModel trained = ModelFiles.read("model", Storage.absolute(model));
        return new Predictor(Inference.of(context, trained), trained.classNames(), column, encoding);
    }

    /** Returns the names of the classes, in the order of {@code probabilities}. */
    public List<String> classNames() {
        return List.copyOf(classNames);
    }

    /**
     * Returns {@code images} with the predictions in place of the column of images; computed when Spark needs them.
     *
     * @throws org.meanfield.config.InvalidInputException if there is no such column, it is not binary, or another one has the name of
     *     a column of the result
     */
    public Dataset<Row> predict(Dataset<Row> images) {
        return images.mapPartitions(this, Encoders.row(schema(images.schema())));
    }

    /** Returns the columns of the result for rows of {@code images}; see {@link #predict}. */
    public StructType schema(StructType images) {
        List<String> names = List.of(images.fieldNames());
        Check.that(
                names.contains(column) && images.apply(column).dataType().equals(DataTypes.BinaryType),
                "column",
                column,
                "a binary column of " + images.simpleString());
        List<StructField> fields = new ArrayList<>();
        for (StructField field : images.fields()) {
            if (!field.name().equals(column)) {
                Check.that(
                        COLUMNS.stream().noneMatch(own -> own.name().equals(field.name())),
                        "a column",
                        field.name(),
                        "named otherwise, as that is a column of the predictions");
                fields.add(field);
            }
        }
        fields.addAll(COLUMNS);
        return DataTypes.createStructType(fields);
    }

    /** Classifies the rows of a partition, in their order; for {@code mapPartitions} with the encoder of {@link #schema}. */
    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        PictureReader reader = PictureReader.of(inference.learner().shape());
        Iterator<Candidate<Row>> candidates = Mapped.of(rows, row -> candidate(row, reader));
        return Mapped.of(new Classification<>(candidates, inference), this::row);
    }

    private Candidate<Row> candidate(Row row, PictureReader reader) {
        int index = row.fieldIndex(column);
        byte[] bytes = row.getAs(index);
        Row others = RowFactory.create(IntStream.range(0, row.length())
                .filter(i -> i != index)
                .mapToObj(row::get)
                .toArray());
        return new Candidate<>(others, (target, offset) -> {
            Check.that(bytes != null, column, "null", "an image");
            encoding.decode(reader, column, bytes, target, offset);
        });
    }

    private Row row(Classified<Row> classified) {
        int columns = classified.key().length();
        Object[] values = new Object[columns + COLUMNS.size()];
        for (int i = 0; i < columns; i++) {
            values[i] = classified.key().get(i);
        }
        if (classified.isCorrupt()) {
            values[columns + COLUMNS.size() - 1] = classified.error();
        } else {
            int best = classified.best(1).get(0);
            values[columns] = classNames.get(best);
            values[columns + 1] = classified.probabilities()[best];
            values[columns + 2] = classified.probabilities();
        }
        return RowFactory.create(values);
    }
}
