package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.data.PictureReader;
import org.meanfield.data.ShardFolder;
import org.meanfield.data.ShardedSplits;
import org.meanfield.data.Split;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.ParquetSink;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.SavedModels;
import org.meanfield.train.checkpoint.TrainedModel;

final class PredictCommandTest {
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final int CLASSES = 10;
    private static final MessageType TABLE = MessageTypeParser.parseMessageType(
            """
            message table {
              required int64 id;
              optional binary name (STRING);
              optional binary image;
              required fixed_len_byte_array(2) code;
            }
            """);

    @TempDir
    private static Path root;

    private static TrainedModel model;
    private static Path pictures;
    private static Path table;
    private static List<byte[]> pixels;

    @TempDir
    private Path temporary;

    private Path output;

    @BeforeAll
    static void write() throws IOException {
        LocalSpark.context();
        model = SavedModels.write(root, Jobs.tiny("seed=5"));
        Random random = new Random(3);
        pictures = Files.createDirectories(root.resolve("pictures"));
        picture(random, pictures.resolve("z.png"), 20, 30);
        picture(
                random,
                Files.createDirectories(pictures.resolve("b/deep er/more")).resolve("ä.PNG"),
                32,
                32);
        picture(random, Files.createDirectories(pictures.resolve("a")).resolve("2.jpg"), 64, 40);
        Files.write(pictures.resolve("a/1.png"), Arrays.copyOf(Files.readAllBytes(pictures.resolve("z.png")), 400));
        Files.writeString(pictures.resolve("a/notes.txt"), "no picture");
        Files.writeString(pictures.resolve(".hidden.png"), "no picture");

        table = Files.createDirectories(root.resolve("table/day=1")).getParent();
        pixels = IntStream.range(0, 12)
                .mapToObj(i -> {
                    byte[] bytes = new byte[SHAPE.size()];
                    random.nextBytes(bytes);
                    return bytes;
                })
                .toList();
        table(table.resolve("day=1/a.parquet"), 0, 5);
        table(table.resolve("b.parquet"), 5, 9);
        table(table.resolve("c.parquet"), 9, 12);
    }

    @BeforeEach
    void name() {
        output = temporary.resolve("predictions");
    }

    @Test
    void picturesAtAnyDepthAreClassifiedAsTheEngineDoes() throws IOException {
        CommandRun run = predict(pictures, "--top=2", "--probabilities");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("files in %s whose names are not those of PNG or JPEG, left out: 1%n".formatted(pictures));
        JsonNode json = run.json();
        assertThat(json.path("images").asInt()).isEqualTo(4);
        assertThat(json.path("errors").asInt()).isEqualTo(1);
        assertThat(json.path("first_error").asText()).startsWith(pictures + "/a/1.png is broken");
        assertThat(json.path("images_per_second").asDouble()).isPositive();
        assertThat(json.path("class_names")).hasSize(CLASSES);
        List<Group> rows = ParquetRows.groups(output);
        assertThat(rows)
                .extracting(row -> row.getString("path", 0))
                .containsExactly("z.png", "a/1.png", "a/2.jpg", "b/deep er/more/ä.PNG");
        assertThat(rows.get(1).getString("error", 0)).startsWith(pictures + "/a/1.png is broken");
        for (String column : List.of("predicted", "probability", "top", "probabilities")) {
            assertThat(rows.get(1).getFieldRepetitionCount(column)).as(column).isZero();
        }
        byte[] read = new byte[3 * SHAPE.size()];
        PictureReader reader = PictureReader.of(SHAPE);
        int offset = 0;
        for (int i : new int[] {0, 2, 3}) {
            Path file = pictures.resolve(rows.get(i).getString("path", 0));
            reader.read("picture", Files.readAllBytes(file), read, offset);
            offset += SHAPE.size();
        }
        check(List.of(rows.get(0), rows.get(2), rows.get(3)), read);
        assertThat(names(output)).containsExactly("_manifest.json", "_request.json", "part-000000.parquet");
    }

    @Test
    void aTableGivesItsKeysAndEachRowAsItsImageIs() {
        CommandRun run = predict(
                table, "--column=image", "--encoding=uint8", "--keys=name,id,code", "--top=10", "--probabilities");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().path("images").asInt()).isEqualTo(12);
        assertThat(run.json().path("errors").asInt()).isEqualTo(2);
        assertThat(run.json().path("parts").asInt()).isEqualTo(3);
        List<Group> rows = ParquetRows.groups(output);
        assertThat(rows)
                .extracting(row -> row.getLong("id", 0))
                .containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 0L, 1L, 2L, 3L, 4L);
        assertThat(rows)
                .extracting(row -> row.getString("path", 0))
                .startsWith("b.parquet:0", "b.parquet:1")
                .endsWith("day=1/a.parquet:4");
        for (Group row : rows) {
            long id = row.getLong("id", 0);
            assertThat(row.getBinary("code", 0).getBytes()).containsExactly((int) id, 7);
            assertThat(row.getFieldRepetitionCount("name")).isEqualTo(id % 2 == 0 ? 1 : 0);
        }
        assertThat(row(rows, 3).getString("error", 0))
                .isEqualTo("image of row 3 of day=1/a.parquet is empty but must be an image");
        assertThat(row(rows, 7).getString("error", 0))
                .isEqualTo("image of row 2 of b.parquet is 3,071 bytes but must be 3,072, an image of 3×32×32");
        List<Group> whole = rows.stream()
                .filter(row -> row.getFieldRepetitionCount("error") == 0)
                .toList();
        byte[] all = new byte[whole.size() * SHAPE.size()];
        for (int i = 0; i < whole.size(); i++) {
            System.arraycopy(pixels.get((int) whole.get(i).getLong("id", 0)), 0, all, i * SHAPE.size(), SHAPE.size());
        }
        check(whole, all);
    }

    @Test
    void aResumedRunKeepsValidPartsAndGivesTheSameBytes() throws IOException {
        String[] options = {"--column=image", "--encoding=uint8"};
        assertThat(predict(table, options).code()).isZero();
        List<byte[]> before = parts();
        JsonNode finished = predict(table, options).json(); // which changes nothing
        assertThat(predict(table, "--column=image", "--encoding=uint8", "--top=2"))
                .isEqualTo(wrong(
                        "--output is %s but must be empty or another folder: it has predictions of another model or input, or"
                                + " with other options; --restart replaces them"));
        Files.delete(output.resolve("_manifest.json"));
        Files.delete(output.resolve("part-000001.parquet"));
        byte[] torn = before.get(2).clone();
        Files.write(output.resolve("part-000002.parquet"), Arrays.copyOf(torn, torn.length - 3));

        assertThat(predict(table, options))
                .isEqualTo(wrong(
                        "%s is unfinished: add --resume to continue it, or --restart to delete it and start again"));
        CommandRun resumed = predict(table, "--column=image", "--encoding=uint8", "--resume");

        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.json().path("parts_kept").asInt()).isEqualTo(1);
        for (String key : List.of("images", "errors", "request", "parts")) {
            assertThat(resumed.json().path(key)).as(key).isEqualTo(finished.path(key));
        }
        assertThat(parts()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void shardsAreClassifiedAndOnesOfOtherImagesRefused() throws IOException {
        Path job = Files.writeString(
                temporary.resolve("job.yaml"),
                """
                name: digits
                data: {type: synthetic-digits, train: 20, validation: 0, test: 30, shards: %s}
                model: {type: mlp, hidden: []}
                train: {workers: 1, epochs: 1, optimizer: {type: sgd, learning-rate: 0.1}}
                """
                        .formatted(temporary.resolve("shards")));
        String folder =
                CommandRun.of("prepare", job.toString()).json().path("shards").asText();

        assertThat(predict(Path.of(folder)).code()).isZero();
        ShardedSplits shards = ShardFolder.open(folder);
        List<Group> rows = ParquetRows.groups(output);
        assertThat(rows).hasSize(50);
        assertThat(rows)
                .extracting(row -> row.getString("path", 0))
                .contains("train/0", "train/19", "test/0", "test/29");
        LabelledImages tested = shards.read(Split.TEST, 0, 30);
        float[] probabilities = SavedModels.probabilities(model, tested);
        for (int i = 0; i < 30; i++) {
            String path = "test/" + i;
            Group row = rows.stream()
                    .filter(one -> one.getString("path", 0).equals(path))
                    .findFirst()
                    .orElseThrow();
            int best = best(probabilities, i);
            assertThat(row.getString("predicted", 0)).isEqualTo(SavedModels.CLASSES.get(best));
            assertThat(row.getFloat("probability", 0)).isCloseTo(probabilities[i * CLASSES + best], within(1e-6f));
        }

        Path manifest = Path.of(folder, "manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("(\"height\"\\s*:\\s*)32", "$116"));
        assertThat(CommandRun.of("predict", model.folder(), "--input", folder, "--output", output + "2"))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "meanfield: --input is %s but must be images of 3×32×32 in 10 classes, as the model takes them, and has images of 3×16×32 in 10%n"
                                .formatted(folder)));
        assertThat(Path.of(output + "2")).doesNotExist();
    }

    @Test
    void aCorruptPictureEndsTheCommandIfAskedAndCanBeSkippedAfterwards() {
        CommandRun failed = predict(pictures, "--on-error=fail");
        assertThat(failed.code()).isEqualTo(2);
        assertThat(failed.err().lines().reduce((a, b) -> b).orElseThrow())
                .startsWith("meanfield: " + pictures + "/a/1.png is broken");
        assertThat(output.resolve("_manifest.json")).doesNotExist();
        assertThat(output.resolve("part-000000.parquet")).doesNotExist();

        CommandRun resumed = predict(pictures, "--resume=auto");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.json().path("errors").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TABLE --column=picture|--column is picture but must be a binary column of TABLE/b.parquet, whose columns are id, name, image, code",
                "TABLE --column=name|--column is name but must be a binary column of TABLE/b.parquet, whose columns are id, name, image, code",
                "TABLE --column=image --keys=id,nam|--keys is nam but must be a column of single values other than that of the images and path, predicted, probability, top, probabilities, error; the columns of TABLE/b.parquet are id, name, image, code",
                "TABLE --column=image|the first value of --column image is 3,072 bytes but must be PNG or JPEG, or with --encoding uint8 pixels",
                "TABLE|--input is TABLE but must be a folder with PNG or JPEG files, prepared shards, or with --column a table: it has none of these",
                "TABLE/b.parquet|--input is TABLE/b.parquet but must be a folder, or with --column a Parquet file",
                "TABLE/none|--input is TABLE/none but must be a folder or file that is there",
                "TABLE --column=image --encoding=jpeg|--encoding is jpeg but must be picture or uint8",
                "TABLE --keys=id|--keys is [id] but must be empty without --column",
                "TABLE --encoding=uint8|--encoding is uint8 but must be picture without --column",
                "TABLE --on-error=stop|--on-error is stop but must be fail or skip",
                "TABLE --top=0|--top is 0 but must be in 1 … 1000",
                "TABLE --column=image --encoding=uint8 --resume|--output is OUTPUT but must be a folder with predictions to resume: it has none"
            })
    void wrongInputIsOneLineAndNothingIsWritten(String arguments, String message) {
        List<String> all =
                new ArrayList<>(List.of("predict", model.folder(), "--output", output.toString(), "--input"));
        all.addAll(List.of(arguments.replace("TABLE", table.toString()).split(" ", -1)));
        assertThat(CommandRun.of(all.toArray(String[]::new)))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "meanfield: %s%n"
                                .formatted(message.replace("TABLE", table.toString())
                                        .replace("OUTPUT", output.toString()))));
        assertThat(output).doesNotExist();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aFolderWithSomethingElseAndAModelThatIsNotThereAreRefused() throws IOException {
        Files.writeString(Files.createDirectories(output).resolve("thesis.tex"), "precious");
        assertThat(predict(pictures, "--restart"))
                .isEqualTo(wrong(
                        "--output is %s but must be an empty folder or one with predictions, and it has thesis.tex"));
        assertThat(output.resolve("thesis.tex")).hasContent("precious");
        assertThat(CommandRun.of(
                        "predict", root + "/none", "--input", pictures.toString(), "--output", output.toString()))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "meanfield: MODEL is %s/none but must be the folder of a run's model: there is none%n"
                                .formatted(root)));
    }

    private CommandRun predict(Path input, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("predict", model.folder(), "--input", input.toString(), "--output", output.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private CommandRun wrong(String message) {
        return new CommandRun(2, "", "meanfield: %s%n".formatted(message.formatted(output)));
    }

    private List<byte[]> parts() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (String name : names(output)) {
            if (name.endsWith(".parquet")) {
                parts.add(Files.readAllBytes(output.resolve(name)));
            }
        }
        return parts;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** Rows of whole images have what the engine says of them. */
    private static void check(List<Group> rows, byte[] read) {
        float[] expected = SavedModels.probabilities(model, new LabelledImages(SHAPE, read, new byte[rows.size()]));
        for (int i = 0; i < rows.size(); i++) {
            Group row = rows.get(i);
            Group all = row.getGroup("probabilities", 0);
            for (int k = 0; k < CLASSES; k++) {
                assertThat(all.getGroup("list", k).getFloat("element", 0))
                        .isCloseTo(expected[i * CLASSES + k], within(1e-6f));
            }
            int best = best(expected, i);
            assertThat(row.getString("predicted", 0)).isEqualTo(SavedModels.CLASSES.get(best));
            assertThat(row.getFloat("probability", 0)).isCloseTo(expected[i * CLASSES + best], within(1e-6f));
            Group top = row.getGroup("top", 0);
            float last = 1;
            for (int k = 0; k < top.getFieldRepetitionCount("list"); k++) {
                Group element = top.getGroup("list", k).getGroup("element", 0);
                int number = SavedModels.CLASSES.indexOf(element.getString("class", 0));
                assertThat(element.getFloat("probability", 0))
                        .isCloseTo(expected[i * CLASSES + number], within(1e-6f))
                        .isLessThanOrEqualTo(last);
                last = element.getFloat("probability", 0);
            }
            assertThat(top.getGroup("list", 0).getGroup("element", 0).getString("class", 0))
                    .isEqualTo(SavedModels.CLASSES.get(best));
        }
    }

    private static int best(float[] probabilities, int image) {
        return IntStream.range(0, CLASSES)
                .reduce((a, b) -> probabilities[image * CLASSES + b] > probabilities[image * CLASSES + a] ? b : a)
                .orElseThrow();
    }

    private static Group row(List<Group> rows, long id) {
        return rows.stream()
                .filter(row -> row.getLong("id", 0) == id)
                .findFirst()
                .orElseThrow();
    }

    private static void picture(Random random, Path file, int height, int width) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        ImageIO.write(picture, file.toString().endsWith("jpg") ? "jpg" : "png", file.toFile());
    }

    /** Without checksums and with another compression than ours; row 3 has no image, row 7 one that is too short. */
    private static void table(Path file, int from, int to) throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new ParquetSink(Files.newOutputStream(file)))
                .withType(TABLE)
                .withConf(new Configuration(false))
                .withCompressionCodec(CompressionCodecName.GZIP)
                .build()) {
            for (int i = from; i < to; i++) {
                Group row = new SimpleGroup(TABLE);
                row.add("id", (long) i);
                if (i % 2 == 0) {
                    row.add("name", "n" + i);
                }
                if (i != 3) {
                    row.add(
                            "image",
                            Binary.fromConstantByteArray(pixels.get(i), 0, i == 7 ? SHAPE.size() - 1 : SHAPE.size()));
                }
                row.add("code", Binary.fromConstantByteArray(new byte[] {(byte) i, 7}));
                writer.write(row);
            }
        }
    }
}
