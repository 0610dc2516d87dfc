package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.report.Results;
import org.meanfield.storage.Storage;
import org.meanfield.testing.PictureFolder;
import org.meanfield.testing.SvhnFiles;

/** {@code prepare} and then {@code train}, as the command line starts them. */
final class PrepareCommandTest {
    private static final String JOB =
            """
            name: digits
            data: {type: svhn, path: %s, verify: false, validation: 30, splits: [train, extra]}
            model: {type: mlp, hidden: [8]}
            train: {workers: 3, batch: 20, local-steps: 4, epochs: 2, optimizer: {type: adam, learning-rate: 0.001}}
            """;

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void writeFiles() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        SvhnFiles.write(data.resolve("train_32x32.mat"), 200, 1);
        SvhnFiles.write(data.resolve("extra_32x32.mat"), 400, 2);
        SvhnFiles.write(data.resolve("test_32x32.mat"), 50, 3);
        Files.writeString(folder.resolve("job.yaml"), JOB.formatted(data));
    }

    @Test
    void trainingFromShardsNeedsNoFilesAndGivesTheSameBits() throws IOException {
        JsonNode fromFiles = train("--output=" + folder.resolve("out-files")).json();
        CommandRun prepared = run("prepare");
        JsonNode shards = prepared.json();
        for (String name : List.of("train", "extra", "test")) {
            Files.delete(data.resolve(name + "_32x32.mat"));
        }
        JsonNode fromShards = train("--output=" + folder.resolve("out-shards")).json();

        for (String key : List.of("run_id", "state_sha256", "test_accuracy")) {
            assertThat(fromShards.get(key)).as(key).isEqualTo(fromFiles.get(key));
        }
        assertThat(shards.get("images").toString()).isEqualTo("{\"train\":570,\"validation\":30,\"test\":50}");
        assertThat(shards.get("shards").asText())
                .isEqualTo(
                        "%s/shards/%s".formatted(data, shards.get("data_hash").asText()));
        assertThat(prepared.err())
                .startsWith("digits: 570 training, 30 validation and 50 test images in " + data)
                .contains(" MB/s; at most ");
    }

    @Test
    void preparingAgainSaysThatItIsDoneAndRepairsWhatIsBroken() throws IOException {
        JsonNode first = run("prepare").json();
        CommandRun again = run("prepare");

        assertThat(again.err()).startsWith("digits: the shards exist already");
        assertThat(again.json().get("data_hash")).isEqualTo(first.get("data_hash"));

        Path file = Path.of(first.get("shards").asText(), "train-00000.parquet");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, 1000));
        assertThat(train())
                .isEqualTo(wrong("%s has 1000 bytes but must have %d, as its manifest says: run prepare again"
                        .formatted(file, whole.length)));
        Files.delete(file);
        assertThat(train())
                .isEqualTo(wrong("%s is missing but must have %d, as its manifest says: run prepare again"
                        .formatted(file, whole.length)));
        assertThat(run("prepare").err()).doesNotContain("already");
        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void aChangedByteOfAShardIsFound() throws IOException {
        Path file = Path.of(run("prepare").json().get("shards").asText(), "train-00000.parquet");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        CommandRun run = train();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).containsOnlyOnce(file + " is broken (").doesNotContain("\tat ");
    }

    @Test
    void shardsOfAnotherVersionAreToldInOneLine() throws IOException {
        Path manifest = Path.of(run("prepare").json().get("shards").asText(), "manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"schema-version\" : 2", "\"schema-version\" : 7"));

        assertThat(train())
                .isEqualTo(wrong(("schema-version of %s is 7 but must be 2: "
                                + "run prepare again with this version of the program")
                        .formatted(manifest)));
        Files.writeString(manifest, text.substring(0, 500));
        assertThat(train()).isEqualTo(wrong(manifest + " is not JSON but must be a manifest: run prepare again"));
        assertThat(run("prepare").code()).isZero();
        assertThat(manifest).hasContent(text);
    }

    @Test
    void otherSettingsAreOtherShards() {
        JsonNode first = run("prepare").json();
        JsonNode other = run("prepare", "--set=data.validation=0").json();

        assertThat(other.get("shards")).isNotEqualTo(first.get("shards"));
        assertThat(other.get("images").toString()).isEqualTo("{\"train\":600,\"validation\":0,\"test\":50}");
        assertThat(run("prepare", "--set=data.mirror=file:/elsewhere").json().get("shards"))
                .isEqualTo(first.get("shards"));
    }

    /** Other files in the place of those that were prepared are noticed, the same ones that were only copied again are not. */
    @Test
    void preparingAgainLooksWhetherTheFilesAreTheSame() throws IOException {
        JsonNode first = run("prepare").json();
        Path file = data.resolve("extra_32x32.mat");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(run("prepare").err()).startsWith("digits: the shards exist already");

        SvhnFiles.write(file, 400, 7);
        CommandRun again = run("prepare");
        assertThat(again.err()).doesNotContain("already");
        assertThat(again.json().get("data_hash")).isNotEqualTo(first.get("data_hash"));
        assertThat(Path.of(first.get("shards").asText())).doesNotExist();
        assertThat(train().code()).isZero();
        Files.delete(file);
        assertThat(run("prepare").err()).startsWith("digits: the shards exist already");
    }

    /** What was not verified does not count for who wants it verified. */
    @Test
    void verifiedFilesAreThePublishedOnes() {
        run("prepare").json();
        CommandRun verified = run("prepare", "--set=data.verify=true");

        assertThat(verified.code()).isEqualTo(2);
        assertThat(verified.err())
                .matches(("meanfield: MD5 of \\Q%s/train_32x32.mat\\E is [0-9a-f]{32} but must be "
                                + "e26dedcc434d2e4c54c9b2d4a06d8373, unless data.verify is false\n")
                        .formatted(data));
    }

    @Test
    void aSplitThatIsMissingIsToldInOneLine() throws IOException {
        Files.delete(data.resolve("extra_32x32.mat"));
        CommandRun run = run("prepare", "--set=data.mirror=file:" + folder + "/none");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("meanfield: Cannot fetch file:%s/none/extra_32x32.mat (".formatted(folder))
                .endsWith("put train_32x32.mat, extra_32x32.mat, test_32x32.mat into %s, or set data.mirror%n"
                        .formatted(data))
                .hasLineCount(1);
    }

    /** From the files, then from shards alone; the run knows the names of the classes. */
    @Test
    void aUsersOwnPicturesAreTrainedOn() throws IOException {
        Path pictures = folder.resolve("pictures");
        PictureFolder.write(pictures.resolve("train/night"), 0, 60);
        PictureFolder.write(pictures.resolve("train/day"), 180, 60);
        PictureFolder.write(pictures.resolve("test/night"), 60, 10);
        PictureFolder.write(pictures.resolve("test/day"), 170, 10);
        String own = "--set=data={type: image-folder, path: %s, channels: 1, height: 6, width: 6}".formatted(pictures);
        JsonNode fromFiles =
                train(own, "--output=" + folder.resolve("out-files")).json();
        JsonNode shards = run("prepare", own).json();
        Files.move(pictures.resolve(".shards"), folder.resolve("kept"));
        Storage.delete(pictures.toString());
        Files.createDirectories(pictures);
        Files.move(folder.resolve("kept"), pictures.resolve(".shards"));
        JsonNode fromShards =
                train(own, "--output=" + folder.resolve("out-shards")).json();

        assertThat(shards.get("images").toString()).isEqualTo("{\"train\":120,\"validation\":0,\"test\":20}");
        for (String key : List.of("run_id", "state_sha256", "test_accuracy")) {
            assertThat(fromShards.get(key)).as(key).isEqualTo(fromFiles.get(key));
        }
        JsonNode manifest = new ObjectMapper()
                .readTree(Path.of(fromShards.get("model").asText(), "manifest.json")
                        .toFile());
        assertThat(manifest.findPath("class-names").toString()).isEqualTo("[\"day\",\"night\"]");
    }

    @Test
    void aBrokenPictureIsToldInOneLine() throws IOException {
        Path pictures = folder.resolve("pictures");
        PictureFolder.write(pictures.resolve("cat"), 0, 9);
        PictureFolder.write(pictures.resolve("owl"), 0, 9);
        Path broken = pictures.resolve("owl/004.png");
        Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 40));
        String own = "--set=data={type: image-folder, path: %s}".formatted(pictures);

        for (CommandRun run : List.of(run("prepare", own), train(own, "--output=" + folder.resolve("out")))) {
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("meanfield: %s is broken (".formatted(broken))
                    .endsWith(") but must be a whole PNG or JPEG\n")
                    .hasLineCount(1);
        }
        assertThat(pictures.resolve(".shards")).doesNotExist();
        assertThat(folder.resolve("out/tables")).doesNotExist();
    }

    @Test
    void picturesThatCannotBeReadAreLeftOutOnRequestAndCounted() throws IOException {
        Path pictures = folder.resolve("pictures");
        for (String part : List.of("train", "val", "test")) {
            PictureFolder.write(pictures.resolve(part).resolve("cat"), 0, 40);
            PictureFolder.write(pictures.resolve(part).resolve("owl"), 100, 40);
        }
        Path broken = pictures.resolve("train/owl/004.png");
        Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 40));
        String own =
                "--set=data={type: image-folder, path: %s, height: 6, width: 6, on-error: skip}".formatted(pictures);
        String warning =
                "Pictures left out (on-error: skip): 1; the first: %s is broken (it ends early) but must be a whole PNG"
                                .formatted(broken)
                        + " or JPEG\n";
        String files = folder.resolve("out-files").toString();
        String sharded = folder.resolve("out-shards").toString();

        CommandRun fromFiles = train(own, "--output=" + files);
        CommandRun shards = run("prepare", own);
        asAnEarlierVersionWrote(Path.of(shards.json().get("shards").asText(), "manifest.json"));
        CommandRun fromShards = train(own, "--output=" + sharded);

        assertThat(fromShards.err())
                .containsOnlyOnce("Damaged pictures that are used: 2; the first: a.jpg: a restart is missing\n");
        assertThat(shards.json().get("images").toString()).isEqualTo("{\"train\":79,\"validation\":80,\"test\":80}");
        String id = fromFiles.json().get("run_id").asText();
        assertThat(fromShards.json().get("run_id").asText()).isEqualTo(id);
        assertThat(fromShards.json().get("state_sha256"))
                .isEqualTo(fromFiles.json().get("state_sha256"));
        for (CommandRun run : List.of(fromFiles, shards, fromShards)) {
            assertThat(run.err()).containsOnlyOnce(warning);
        }
        for (String output : List.of(files, sharded)) {
            assertThat(new Results(output).run(id).row().leftOut()).isOne();
        }
    }

    private static void asAnEarlierVersionWrote(Path manifest) throws IOException {
        String now = Files.readString(manifest);
        String earlier = now.replaceFirst("\"damaged\" : 0", "\"mended\" : 2")
                .replaceFirst("\"first-damaged\" : \"\"", "\"first-mended\" : \"a.jpg: a restart is missing\"");
        assertThat(earlier).contains("mended", "first-mended").doesNotContain("damaged");
        Files.writeString(manifest, earlier);
    }

    @Test
    void drawnDigitsNeedAPlaceForTheirShards() {
        String digits = "--set=data={type: synthetic-digits, train: 30, test: 10, validation: 10%s}";

        assertThat(run("prepare", digits.formatted(""))).isEqualTo(wrong("data.shards is empty but must be a folder"));
        assertThat(run("prepare", digits.formatted(", shards: %s".formatted(folder.resolve("s"))))
                        .json()
                        .get("images")
                        .toString())
                .isEqualTo("{\"train\":30,\"validation\":10,\"test\":10}");
    }

    @Test
    void aLargeDataSetMustBePreparedFirst() {
        CommandRun run = train("--set=data={type: synthetic-digits, train: 500000, shards: %s}".formatted(folder));

        assertThat(run)
                .isEqualTo(wrong(("data.shards is %s but must be a folder with shards of this data set, made by the "
                                + "command prepare: its 503,000 images (1,545 MB) are too many for every machine to read "
                                + "as a whole")
                        .formatted(folder)));
    }

    private CommandRun train(String... options) {
        return run("train", options);
    }

    private CommandRun run(String command, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of(command, folder.resolve("job.yaml").toString()));
        if (command.equals("train") && options.length == 0) {
            arguments.add("--output=" + folder.resolve("out"));
        }
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static CommandRun wrong(String message) {
        return new CommandRun(2, "", "meanfield: %s%n".formatted(message));
    }
}
