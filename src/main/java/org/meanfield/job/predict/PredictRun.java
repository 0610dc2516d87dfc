package org.meanfield.job.predict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.meanfield.config.Check;
import org.meanfield.config.Names;
import org.meanfield.data.PictureReader;
import org.meanfield.data.ShardFolder;
import org.meanfield.data.ShardedSplits;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Durations;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.StoppedException;
import org.meanfield.job.common.Stopping;
import org.meanfield.model.NativeLibrary;
import org.meanfield.spark.ExecutorCheck;
import org.meanfield.spark.Inference;
import org.meanfield.spark.JobNames;
import org.meanfield.spark.Sessions;
import org.meanfield.storage.Lease;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;
import org.meanfield.storage.WriteGuard;
import org.meanfield.train.checkpoint.ModelFiles;
import org.meanfield.train.checkpoint.TrainedModel;

/** One execution of a {@link PredictJob}: a task for each slice of the input, each of which writes its file. */
final class PredictRun {
    private static final long POLL_MILLIS = 200;

    private final PredictJob job;
    private final Existing existing;
    private final Console console;
    private final TrainedModel model;
    private final OutputFolder output;

    private PredictRun(PredictJob job, Existing existing, Console console, TrainedModel model) {
        this.job = job;
        this.existing = existing;
        this.console = console;
        this.model = model;
        this.output = new OutputFolder(job.output());
    }

    /** Reads the model. */
    static PredictRun of(PredictJob job, Existing existing, Console console) {
        NativeLibrary.loadIfNone();
        return new PredictRun(job, existing, console, ModelFiles.read("MODEL", job.model()));
    }

    JsonNode run() throws InterruptedException {
        console.show("predict: looking at " + job.input());
        Check.that(Storage.exists(job.input()), "--input", job.input(), "a folder or file that is there");
        return Lease.on(job.output(), "predict to " + job.output(), console).during(this::run);
    }

    private JsonNode run(WriteGuard guard) throws InterruptedException {
        Optional<ImageInput> known = knownInput();
        ObjectNode request = request(known.map(ImageInput::stamp).orElse(""));
        Optional<JsonNode> finished = output.prepare(existing, request);
        if (finished.isPresent()) {
            console.say(job.output() + " has all predictions already; --restart makes them again");
            return finished.get();
        }
        ImageInput input = known.isPresent() ? known.get() : pictures(request);
        output.begin(request);
        console.begin("predict: starting Spark");
        try (JavaSparkContext context = Sessions.open("predict to " + job.output(), Optional.empty())) {
            return run(context, input, request, guard);
        }
    }

    /** Returns the input unless it is a folder of pictures, whose listing is made once. */
    private Optional<ImageInput> knownInput() {
        PictureReader reader = PictureReader.of(model.learner().shape());
        if (!job.column().isEmpty()) {
            return Optional.of(TableInput.of(job.input(), job.column(), job.encoding(), job.keys(), reader));
        }
        if (!Storage.isFile(Storage.child(job.input(), ShardFolder.MANIFEST))) {
            Check.that(
                    !Storage.isFile(job.input()), "--input", job.input(), "a folder, or with --column a Parquet file");
            return Optional.empty();
        }
        ShardedSplits shards = ShardFolder.open(job.input());
        Check.that(
                shards.shape().equals(model.learner().shape())
                        && shards.classNames().size() == model.learner().classes(),
                "--input",
                job.input(),
                "images of %s in %d classes, as the model takes them, and has images of %s in %d"
                        .formatted(
                                model.learner().shape(),
                                model.learner().classes(),
                                shards.shape(),
                                shards.classNames().size()));
        return Optional.of(new ShardInput(shards));
    }

    private PictureInput pictures(ObjectNode request) {
        Optional<JsonNode> before = output.before();
        PictureInput pictures = before.isPresent()
                ? new PictureInput(
                        job.input(),
                        output.names(),
                        before.get().path("slices").asInt(),
                        before.get().path("images").asLong(),
                        before.get().path("other_files").asLong())
                : PictureInput.list(job.input(), output.names());
        if (pictures.others() > 0) {
            console.say(String.format(
                    Locale.ROOT,
                    "files in %s whose names are not those of PNG or JPEG, left out: %,d",
                    job.input(),
                    pictures.others()));
        }
        request.put("slices", pictures.slices());
        request.put("images", pictures.images());
        request.put("other_files", pictures.others());
        return pictures;
    }

    private ObjectNode request(String stamp) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("model", job.model());
        request.put("model_sha256", model.hash());
        request.put("input", job.input());
        request.put("input_sha256", stamp);
        request.put("column", job.column());
        request.put("encoding", Names.of(job.encoding()));
        request.put("keys", String.join(",", job.keys()));
        request.put("top", job.top());
        request.put("probabilities", job.probabilities());
        ObjectNode identity = request.deepCopy();
        identity.remove("model"); // a model may have been moved
        identity.put("classes", String.join("\n", model.classNames()));
        request.put("request", Sha256.of(identity.toString()));
        return request;
    }

    private JsonNode run(JavaSparkContext context, ImageInput input, ObjectNode request, WriteGuard guard)
            throws InterruptedException {
        JobNames.ofRun(context, "predict");
        ExecutorCheck.visible(context, ExecutorCheck.await(context, input.slices()), input, output.request());
        LongAccumulator done = context.sc().longAccumulator("images");
        PartTask task = new PartTask(
                job,
                input,
                Inference.of(context, model),
                model.classNames(),
                request.path("request").asText(),
                guard,
                done);
        long start = System.nanoTime();
        List<PartTask.Part> parts;
        try {
            List<Integer> slices = IntStream.range(0, input.slices()).boxed().toList();
            parts = await(
                    context.parallelize(slices, slices.size()).map(task).collectAsync(), done, input.images(), start);
        } catch (Exception | Error e) { // Spark throws checked exceptions undeclared
            if (Stopping.isCauseOf(e, context)) {
                throw new StoppedException(
                        "predict to %s was stopped; --resume continues it".formatted(job.output()), e);
            }
            throw e;
        }
        guard.check();
        PredictResult result = new PredictResult(job.output(), parts, (System.nanoTime() - start) / 1e9);
        ObjectNode json = result.json(request, model.classNames());
        output.finish(json);
        result.say(console);
        return json;
    }

    private List<PartTask.Part> await(
            JavaFutureAction<List<PartTask.Part>> parts, LongAccumulator done, long images, long start)
            throws InterruptedException {
        while (true) {
            try {
                return parts.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                double rate = done.value() / ((System.nanoTime() - start) / 1e9);
                console.show(String.format(
                        Locale.ROOT,
                        "%,d of %,d images · %,.0f images/s%s",
                        done.value(),
                        images,
                        rate,
                        rate > 0 ? " · %s left".formatted(Durations.text((images - done.value()) / rate)) : ""));
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
            } catch (InterruptedException e) {
                parts.cancel(true);
                throw e;
            }
        }
    }
}
