package org.meanfield.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.model.onnx.OnnxModel;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.PictureFolder;
import org.meanfield.testing.SavedModels;
import org.meanfield.train.checkpoint.TrainedModel;

/** What docs/predict.md says compiles and works. */
final class PredictDocsTest {
    private static final Path PAGE = Path.of("docs/predict.md");
    private static final Path SOURCE = Path.of("src/test/java/org/meanfield/docs/PredictorExample.java");

    @Test
    void quotesTheExampleAsItIs() throws IOException {
        String source = Files.readString(SOURCE);
        String start = "// docs/predict.md\n";
        String lines = source.substring(source.indexOf(start) + start.length(), source.indexOf("        // end\n"));
        assertThat(Pattern.compile("(?ms)^```java\n(.*?)^```$")
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(found -> found.group(1)))
                .containsExactly(lines.stripTrailing().stripIndent() + "\n");
    }

    @Test
    void theExampleCountsPictures(@TempDir Path folder) throws IOException {
        SparkSession spark = LocalSpark.session();
        TrainedModel model = SavedModels.write(folder, Jobs.tiny("seed=5"));
        PictureFolder.write(folder.resolve("pictures"), 40, 5);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rows.add(RowFactory.create((Object) Files.readAllBytes(folder.resolve("pictures/%03d.png".formatted(i)))));
        }
        rows.add(RowFactory.create((Object) new byte[] {1}));
        String table = folder.resolve("table").toUri().toString();
        spark.createDataFrame(rows, new StructType().add("image", DataTypes.BinaryType))
                .write()
                .parquet(table);

        spark.conf().set("spark.sql.shuffle.partitions", "1"); // of 200, for six rows
        List<Row> counts = PredictorExample.count(spark, model.folder(), table).collectAsList();
        spark.conf().unset("spark.sql.shuffle.partitions");

        assertThat(counts.stream().mapToLong(row -> row.getLong(1)).sum()).isEqualTo(5);
        assertThat(counts).allSatisfy(row -> assertThat(row.getString(0)).isIn(SavedModels.CLASSES));
    }

    @Test
    void statesTheOpsetAndTheNames() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains("opset " + OnnxModel.OPSET, "`" + OnnxModel.INPUT + "`", "`" + OnnxModel.OUTPUT + "`");
    }
}
