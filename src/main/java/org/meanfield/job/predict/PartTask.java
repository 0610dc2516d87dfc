package org.meanfield.job.predict;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.LongAccumulator;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.OnError;
import org.meanfield.data.PictureReader;
import org.meanfield.spark.Inference;
import org.meanfield.storage.BrokenParquet;
import org.meanfield.storage.ParquetInput;
import org.meanfield.storage.ParquetSink;
import org.meanfield.storage.Storage;
import org.meanfield.storage.WriteGuard;

/**
 * Task that classifies a slice of the input and writes it as one file, whole or not at all; a file of an earlier run of the same
 * request is kept.
 *
 * @param request what the files are of, in their metadata
 * @param done counts classified images
 */
record PartTask(
        PredictJob job,
        ImageInput input,
        Inference inference,
        List<String> classNames,
        String request,
        WriteGuard guard,
        LongAccumulator done)
        implements Function<Integer, PartTask.Part> {
    /** The key in a file's metadata. */
    private static final String REQUEST = "meanfield.request";

    /**
     * What a file has.
     *
     * @param errors number of the corrupt images
     * @param firstError the first reason; empty if there is none, or the file is of an earlier run
     * @param kept whether it is of an earlier run
     */
    record Part(int slice, long images, long errors, String firstError, boolean kept) implements Serializable {}

    /** Returns the name of a slice's file. */
    static String name(int slice) {
        return String.format(Locale.ROOT, "part-%06d.parquet", slice);
    }

    @Override
    public Part call(Integer slice) {
        String file = Storage.child(job.output(), name(slice));
        return earlier(slice, file).orElseGet(() -> {
            guard.check();
            Part[] written = new Part[1];
            Storage.write(file, out -> written[0] = write(slice, new ParquetSink(out)));
            return written[0];
        });
    }

    private Optional<Part> earlier(int slice, String file) {
        if (!Storage.isFile(file)) {
            return Optional.empty();
        }
        try (ParquetInput part = ParquetInput.open(file)) {
            if (!request.equals(part.metadata().get(REQUEST))) {
                return Optional.empty();
            }
            long images = part.rowGroups().stream()
                    .mapToLong(group -> group.getRowCount())
                    .sum();
            long whole = part.rowGroups().stream()
                    .flatMap(group -> group.getColumns().stream())
                    .filter(column -> column.getPath().toDotString().equals(PredictionSchema.ERROR))
                    .mapToLong(column -> column.getStatistics().getNumNulls())
                    .sum();
            done.add(images);
            return Optional.of(new Part(slice, images, images - whole, "", true));
        } catch (RuntimeException | IOException e) {
            if (BrokenParquet.failure(file, e, "%s is broken (%s)") instanceof InvalidInputException) {
                return Optional.empty(); // it is written again
            }
            throw BrokenParquet.failure(file, e, "%s is broken (%s)");
        }
    }

    private Part write(int slice, ParquetSink sink) throws IOException {
        PredictionSchema schema = PredictionSchema.of(input.keys(), job.probabilities());
        PictureReader reader = PictureReader.of(inference.learner().shape());
        long images = 0;
        long errors = 0;
        String firstError = "";
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(sink)
                .withType(schema.message())
                .withExtraMetaData(Map.of(REQUEST, request))
                .withConf(new Configuration(false))
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withPageWriteChecksumEnabled(true)
                .build()) {
            Classification<Group> rows = new Classification<>(input.open(slice, reader, schema), inference);
            while (rows.hasNext()) {
                Classified<Group> row = rows.next();
                if (row.isCorrupt()) {
                    if (job.onError() == OnError.FAIL) {
                        throw new InvalidInputException(row.error());
                    }
                    firstError = errors == 0 ? row.error() : firstError;
                    errors++;
                }
                schema.fill(row, classNames, job.top());
                writer.write(row.key());
                images++;
            }
        }
        done.add(images);
        return new Part(slice, images, errors, firstError, false);
    }
}
