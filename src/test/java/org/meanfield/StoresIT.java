package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.storage.Storage;
import org.meanfield.testing.IdxFolder;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.PictureFolder;
import org.meanfield.testing.Store;
import org.meanfield.testing.Submit;

/** A run whose job, data and output are not on the local disk. */
final class StoresIT {
    private static final int TRAIN = 80;
    private static final int TEST = 20;

    private static JsonNode local;

    @TempDir
    private static Path data;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainOnTheLocalDisk(@TempDir Path output) throws IOException {
        IdxFolder.write(data, TRAIN, TEST);
        local = Submit.json(
                Submit.command("local[2]", IdxFolder.JOB, "--set", "data.path=" + data, "--output", output));
    }

    @AfterEach
    void forgetStore() {
        Storage.configure(new Configuration());
    }

    @Test
    void hdfsHoldsItAll() throws IOException {
        try (Store hdfs = Store.hdfs(folder)) {
            assertThatAllIsOn(hdfs);
        }
    }

    @Test
    void s3HoldsItAll() throws IOException, InterruptedException {
        try (Store s3 = Store.s3(folder)) {
            assertThatAllIsOn(s3);
        }
    }

    private void assertThatAllIsOn(Store store) throws IOException {
        Storage.configure(store.configuration());
        String job = copy(Path.of(IdxFolder.JOB), store.root() + "/jobs");
        String input = store.root() + "/data";
        try (var files = Files.list(data)) {
            files.forEach(file -> copy(file, input));
        }
        String output = store.root() + "/out";
        List<String> command = Submit.command(
                "local[2]", store.sparkOptions(), job, "--set", "data.path=" + input, "--output", output);

        JsonNode result = Submit.json(command);

        assertThat(result.get("state_sha256")).isEqualTo(local.get("state_sha256"));
        String run = result.get("run_id").asText();
        assertThat(Storage.list(output)).containsExactly("checkpoints", "models", "reports", "tables");
        assertThat(Storage.list(output + "/models/" + run))
                .containsExactly("manifest.json", "model.json", "parameters.f32", "updater.f32");
        assertThat(Storage.list(output + "/checkpoints/" + run))
                .containsExactly("history", "round-000001", "round-000002");
        assertThat(ParquetRows.in(fetch(store, output + "/tables/rounds/run_id=" + run)))
                .extracting(row -> row.get("round"))
                .containsExactly("1", "2");
        assertThat(ParquetRows.in(fetch(store, output + "/tables/runs/run_id=" + run)))
                .extracting(row -> row.get("status"))
                .containsExactly("finished");

        // Without its model a run is not finished, and goes on from its last checkpoint.
        Storage.delete(output + "/models");
        command.add("--resume");
        assertThat(Submit.json(command).get("state_sha256")).isEqualTo(local.get("state_sha256"));
        assertThatShardsTakeThePlaceOfTheFiles(store, job, input);
        assertThatPicturesArePrepared(store, job);
    }

    private static void assertThatShardsTakeThePlaceOfTheFiles(Store store, String job, String input) {
        String path = "data.path=" + input;
        JsonNode prepared = Submit.json(Submit.prepare("local[2]", store.sparkOptions(), job, "--set", path));
        assertThat(prepared.get("images").toString()).isEqualTo("{\"train\":60,\"validation\":20,\"test\":20}");
        assertThat(Storage.list(input + "/shards"))
                .containsExactly(prepared.get("data_hash").asText());
        Storage.list(input).stream()
                .filter(name -> name.contains("ubyte"))
                .forEach(name -> Storage.delete(input + "/" + name));
        String output = store.root() + "/out-of-shards";
        List<String> train = Submit.command("local[2]", store.sparkOptions(), job, "--set", path, "--output", output);
        assertThat(Submit.json(train).get("state_sha256")).isEqualTo(local.get("state_sha256"));
    }

    private void assertThatPicturesArePrepared(Store store, String job) throws IOException {
        String pictures = store.root() + "/pictures";
        for (String name : List.of("cat", "owl")) {
            Path own = folder.resolve("pictures").resolve(name);
            PictureFolder.write(own, 10, 4);
            try (var files = Files.list(own)) {
                files.forEach(file -> copy(file, pictures + "/" + name));
            }
        }
        String data = "data={type: image-folder, path: '%s', channels: 1}".formatted(pictures);
        JsonNode prepared = Submit.json(Submit.prepare("local[2]", store.sparkOptions(), job, "--set", data));
        assertThat(prepared.get("images").toString()).isEqualTo("{\"train\":6,\"validation\":0,\"test\":2}");
        assertThat(Storage.list(prepared.get("shards").asText())).contains("manifest.json", "train-00000.parquet");
    }

    private static String copy(Path file, String folder) {
        String target = Storage.child(folder, file.getFileName().toString());
        Storage.write(target, out -> Files.copy(file, out));
        return target;
    }

    private Path fetch(Store store, String from) throws IOException {
        Path target = folder.resolve(Path.of(from).getParent().getFileName());
        store.fetch(from, target);
        return target;
    }
}
