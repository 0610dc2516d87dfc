package org.meanfield.job.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.SavedModels;
import org.meanfield.train.checkpoint.TrainedModel;

final class PredictorTest {
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final StructType COLUMNS = new StructType()
            .add("id", DataTypes.IntegerType, false)
            .add("image", DataTypes.BinaryType)
            .add("name", DataTypes.StringType);

    /** More than a batch of an evaluation has. */
    private static final int IMAGES = 520;

    @TempDir
    private static Path folder;

    private static SparkSession spark;
    private static TrainedModel model;

    @BeforeAll
    static void write() {
        spark = LocalSpark.session();
        model = SavedModels.write(folder, Jobs.tiny("seed=5"));
    }

    @Test
    void rowsKeepTheirColumnsAndGetWhatTheEngineSays() {
        byte[] pixels = new byte[IMAGES * SHAPE.size()];
        new Random(1).nextBytes(pixels);
        List<Row> rows = IntStream.range(0, IMAGES)
                .mapToObj(i -> RowFactory.create(
                        i,
                        Arrays.copyOfRange(pixels, i * SHAPE.size(), (i + 1) * SHAPE.size()),
                        i % 2 == 0 ? "n" + i : null))
                .toList();
        Predictor predictor = Predictor.load(spark, model.folder(), "image", Encoding.UINT8);

        Dataset<Row> predicted =
                predictor.predict(spark.createDataFrame(rows, COLUMNS).coalesce(1));

        assertThat(predicted.columns())
                .containsExactly("id", "name", "predicted", "probability", "probabilities", "error");
        assertThat(predictor.classNames()).isEqualTo(SavedModels.CLASSES);
        List<Row> collected = predicted.orderBy("id").collectAsList();
        assertThat(collected).hasSize(IMAGES);
        float[] expected = SavedModels.probabilities(model, new LabelledImages(SHAPE, pixels, new byte[IMAGES]));
        for (int i = 0; i < IMAGES; i++) {
            Row row = collected.get(i);
            assertThat(row.getString(1)).isEqualTo(i % 2 == 0 ? "n" + i : null);
            assertThat(row.isNullAt(5)).isTrue();
            List<Float> probabilities = row.getList(4);
            for (int k = 0; k < SavedModels.CLASSES.size(); k++) {
                assertThat(probabilities.get(k)).isCloseTo(expected[i * SavedModels.CLASSES.size() + k], within(1e-6f));
            }
            float best = probabilities.stream().max(Float::compare).orElseThrow();
            assertThat(row.getFloat(3)).isEqualTo(best);
            assertThat(row.getString(2)).isEqualTo(SavedModels.CLASSES.get(probabilities.indexOf(best)));
        }
    }

    @Test
    void aCorruptImageIsARowWithTheReason() {
        List<Row> rows = List.of(RowFactory.create(1, new byte[] {1, 2, 3}, "a"), RowFactory.create(2, null, "b"));
        Dataset<Row> predicted = Predictor.load(spark, model.folder(), "image", Encoding.PICTURE)
                .predict(spark.createDataFrame(rows, COLUMNS));
        assertThat(predicted.orderBy("id").collectAsList())
                .containsExactly(
                        RowFactory.create(
                                1, "a", null, null, null, "image is another kind of file but must be PNG or JPEG"),
                        RowFactory.create(2, "b", null, null, null, "image is null but must be an image"));
    }

    @Test
    void columnsThatDoNotFitAreRefused() {
        Predictor predictor = Predictor.load(spark, model.folder(), "picture", Encoding.PICTURE);
        assertThatThrownBy(() -> predictor.schema(COLUMNS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("column is picture but must be a binary column of struct<id:int,image:binary,name:string>");
        assertThatThrownBy(() -> predictor.schema(
                        new StructType().add("picture", DataTypes.BinaryType).add("error", DataTypes.StringType)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a column is error but must be named otherwise, as that is a column of the predictions");
    }
}
