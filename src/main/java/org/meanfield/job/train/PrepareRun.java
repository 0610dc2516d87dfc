package org.meanfield.job.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.data.Manifest;
import org.meanfield.data.ShardFolder;
import org.meanfield.data.ShardedSplits;
import org.meanfield.data.Source;
import org.meanfield.data.Split;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.ProcessFigures;
import org.meanfield.spark.Preparation;
import org.meanfield.spark.Sessions;
import org.meanfield.storage.Lease;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

/** Preparation of a job's data set: writes its shards, once. */
final class PrepareRun {
    private final TrainJob job;
    private final Console console;

    PrepareRun(TrainJob job, Console console) {
        this.job = job;
        this.console = console;
    }

    /** Writes the shards, unless they exist, and returns the JSON result. */
    JsonNode run() throws InterruptedException {
        console.show(job.name() + ": opening the data");
        Optional<JsonNode> finished = finished();
        String data = Sha256.of(job.data().identity()).substring(0, 16);
        return finished.isPresent()
                ? finished.get()
                : Lease.on(Storage.child(job.data().shardFolder(), data), "prepare " + job.name(), console)
                        .during(guard -> prepare()); // it publishes what it has made in one step, which harms nobody
    }

    private Optional<JsonNode> finished() {
        return ShardFolder.findWhole(job.data()).flatMap(this::current).map(shards -> {
            console.say("%s: the shards exist already".formatted(job.name()));
            return report(shards);
        });
    }

    private JsonNode prepare() throws InterruptedException {
        Optional<JsonNode> meanwhile = finished();
        if (meanwhile.isPresent()) {
            return meanwhile.get();
        }
        long start = System.nanoTime();
        job.data().fetch(console);
        ShardedSplits shards;
        try (JavaSparkContext context = Sessions.openForData("prepare " + job.name())) {
            shards = new Preparation(context, job.data(), console).run();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        ObjectNode json = report(shards);
        double megabytes = shards.manifest().files().stream()
                        .mapToLong(Manifest.File::bytes)
                        .sum()
                / 1e6;
        json.put("seconds", seconds);
        console.say(String.format(
                Locale.ROOT,
                "  %.0f MB in %.1f s, %.0f MB/s; %s",
                megabytes,
                seconds,
                megabytes / seconds,
                ProcessFigures.memory()));
        return json;
    }

    /**
     * Returns shards whose source files are unchanged or deleted; checksums are compared only if names, lengths or
     * times differ.
     */
    private Optional<ShardedSplits> current(ShardedSplits shards) {
        Source source = job.data().source();
        String stamp = source.stamp();
        if (stamp.isEmpty() || stamp.equals(shards.manifest().stamp())) {
            return Optional.of(shards);
        }
        return source.hash().equals(shards.hash())
                ? Optional.of(ShardFolder.restamp(shards, job.data(), stamp))
                : Optional.empty();
    }

    private ObjectNode report(ShardedSplits shards) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("data_hash", shards.hash());
        json.put("shards", shards.folder());
        ObjectNode images = json.putObject("images");
        for (Split split : Split.values()) {
            images.put(split.label(), shards.count(split));
        }
        console.say(String.format(
                Locale.ROOT,
                "%s: %,d training, %,d validation and %,d test images in %s",
                job.name(),
                shards.count(Split.TRAIN),
                shards.count(Split.VALIDATION),
                shards.count(Split.TEST),
                shards.folder()));
        shards.findings().warnings().forEach(warning -> console.say("  " + warning));
        for (Manifest.Overlap overlap : shards.manifest().overlaps()) {
            console.say(String.format(
                    Locale.ROOT,
                    "  %,d images of %s are also in %s; they are listed in %s",
                    overlap.images(),
                    overlap.part(),
                    overlap.earlier(),
                    Storage.child(shards.folder(), "duplicates.csv")));
        }
        return json;
    }
}
