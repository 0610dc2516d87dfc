package org.meanfield.docs;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.meanfield.job.predict.Encoding;
import org.meanfield.job.predict.Predictor;

/** The example of docs/predict.md, as a program: {@code PredictorExample MODEL TABLE} counts the pictures of each class. */
public final class PredictorExample {
    private PredictorExample() {}

    /** Prints the counts. */
    public static void main(String[] args) throws IOException { // of Spark 4's close()
        try (SparkSession spark =
                SparkSession.builder().appName("count pictures").getOrCreate()) {
            count(spark, args[0], args[1]).show();
        }
    }

    static Dataset<Row> count(SparkSession spark, String model, String table) {
        // docs/predict.md
        Predictor predictor = Predictor.load(spark, model, "image", Encoding.PICTURE);
        Dataset<Row> pictures = spark.read().parquet(table);
        Dataset<Row> predicted = predictor.predict(pictures);
        return predicted
                .where("error is null and probability > 0.1")
                .groupBy("predicted")
                .count()
                .orderBy("predicted");
        // end
    }
}
