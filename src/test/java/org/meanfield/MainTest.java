package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.testing.IdxFiles;
import org.meanfield.testing.Sweeps;

/** The answers to wrong input: one line, exit code 2, and nothing written. None of them opens a Spark session. */
final class MainTest {
    private static final String JOB =
            """
            name: tiny
            seed: 3
            data: {type: synthetic-digits, train: 40, validation: 20, test: 20}
            model: {type: mlp, hidden: [8]}
            train: {workers: 2, batch: 5, local-steps: 2, epochs: 2, optimizer: {type: sgd, learning-rate: 0.01}}
            """;

    @TempDir
    private Path folder;

    private Path job;
    private Path output;

    @BeforeEach
    void writeJob() throws IOException {
        job = Files.writeString(folder.resolve("job.yaml"), JOB);
        output = folder.resolve("out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            train.lokal-steps=3          | train.lokal-steps is not a key; did you mean local-steps?
            trian.epochs=3               | trian is not a key; did you mean train?
            train.optimizer={type: sgd}  | train.optimizer.learning-rate is missing but required
            model={hidden: [8]}          | model.type is missing: it must be one of mlp, cnn, resnet, dl4j
            model={type: rnn}            | model.type is rnn but must be one of mlp, cnn, resnet, dl4j; did you mean cnn?
            name=                        | name is missing but required
            name=../up                   | name is ../up but must be made of letters, digits, '.', '_' and '-', and start with a letter or digit
            name=1e                      | name is 1e but must be one with which an id, 1e-<8 hex digits>, is no number: end it with another letter than e or p
            seed=x                       | seed is x but must be a whole number
            data.train=0                 | data.train is 0 but must be in 1 … 500000
            data.test=0                  | data.test is 0 but must be in 1 … 500000
            model.hidden=[8, 0]          | model.hidden is [8, 0] but must be positive numbers
            model.dropout=1              | model.dropout is 1.0 but must be in [0, 1)
            initializer.type=zero        | initializer.type is zero but must be one of normal, fan-in-normal, xavier-uniform, xavier-normal, kaiming-normal, kaiming-uniform, orthogonal, zeros; did you mean zeros?
            augment=5                    | augment is 5 but must be a list
            augment=[{type: flip}]       | augment[0].type is flip but must be one of horizontal-flip, random-crop, translate, rotate, scale, shear, colour-jitter, grayscale, autocontrast, gaussian-noise, gaussian-blur, cutout, random-erasing, mixup, cutmix, trivial-augment, rand-augment, corrupt, augmix, adversarial
            augment=[{type: rotate, max-degree: 5}] | augment[0].max-degree is not a key; did you mean max-degrees?
            augment=[{type: mixup}, {type: mixup, alpha: 0}] | augment[1].alpha is 0.0 but must be in [0.001, 1000]
            augment=[{type: mixup}, {type: horizontal-flip}] | augment[1].force is false but must be true to mirror digits: a mirrored digit is not of its class, and training on it does harm
            augment=[{type: random-crop, padding: 32}] | augment[0].padding is 32 but must be less than 32: images are 3×32×32
            augment=[{type: random-crop, border: mirror}] | augment[0].border is mirror but must be one of zero, replicate
            augment=[{type: cutout, size: 33}] | augment[0].size is 33 but must be at most 32: images are 3×32×32
            train.workers=0              | train.workers is 0 but must be positive
            train.workers=2.5            | train.workers is 2.5 but must be a whole number
            train.workers=41             | train.workers is 41 but must be at most the number of training images, 40
            train.batch=-1               | train.batch is -1 but must be positive
            train.batch=3000000000       | train.batch is 3000000000 but must be a whole number from -2147483648 to 2147483647
            train.local-steps=0          | train.local-steps is 0 but must be positive
            train.epochs=0               | train.epochs is 0 but must be positive
            train.epochs=2147483647      | train.epochs is 2147483647 but must be less: a worker would take 8589934588 local steps of at most 2147483647
            train.label-smoothing=1      | train.label-smoothing is 1.0 but must be in [0, 1)
            train.updater=keep           | train.updater is keep but must be one of average, reset
            train.optimizer.learning-rate=.nan | train.optimizer.learning-rate is NaN but must be positive
            train.optimizer.learning-rate=0    | train.optimizer.learning-rate is 0.0 but must be positive
            train.schedule={type: cosine, warm-up: 8} | train.schedule.warm-up is 8 but must be less than 8, the local steps of a worker
            train.averaging={type: nesterov, momentum: 1} | train.averaging.momentum is 1.0 but must be in [0, 1)
            train.averaging={type: slowmo} | train.averaging.type is slowmo but must be one of mean, slow-momentum, nesterov, ema
            train.local-steps-warm-up=8  | train.local-steps-warm-up is 8 but must be less than 8, the local steps of a worker
            train.average-last=9         | train.average-last is 9 but must be at most 4, the rounds of the job
            train.trainer=spark          | train.trainer is spark but must be one of rounds, dl4j-parameter-averaging
            model={type: dl4j, configuration: absent.json} | model.configuration is absent.json but must be a file that exists
            model={type: dl4j, configuration: LICENSE} | model.configuration is LICENSE but must be the JSON of a ComputationGraphConfiguration or MultiLayerConfiguration (Unrecognized token 'Apache': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false'))
            checkpoint.rounds=0          | checkpoint.rounds is 0 but must be positive
            checkpoint.keep=0            | checkpoint.keep is 0 but must be positive
            instruction-set=sse          | instruction-set is sse but must be one of native, avx2, avx512
            model={type: cnn, blocks: [{filters: 4, pool: 8}, {filters: 4, pool: 5}]} | pool of block 2 is 5 but must be at most 4: images of 3×32×32 are 4×4 pixels there
            model.hidden=[1000000, 1000000] | model is of 1003084000010 parameters but must be of at most 250000000
            """)
    void aWrongSettingIsNamed(String setting, String message) {
        assertWrong(message, "train", job.toString(), "--set", setting);
    }

    @Test
    void theBestOfNoValidationCannotBeSelected() {
        assertWrong(
                "train.select is best-validation but must be last where data.validation is 0",
                "train",
                job.toString(),
                "--set=data.validation=0",
                "--set=train.select=best-validation");
    }

    @Test
    void theBaselineHasNoOuterSteps() {
        assertWrong(
                "train.trainer is dl4j-parameter-averaging but must be rounds for averaging other than mean, "
                        + "average-last, local-steps-warm-up and gradient-clipping",
                "train",
                job.toString(),
                "--set=train.trainer=dl4j-parameter-averaging",
                "--set=train.averaging={type: ema}");
    }

    @Test
    void aNameThatNoFileSystemTakesIsRefused() {
        String name = "a".repeat(101);

        assertWrong(
                "name is %s but must be of at most 100 characters".formatted(name),
                "train",
                job.toString(),
                "--set=name=" + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            train.batch      | train.batch is not an override: it must be key.path=value, such as train.batch=64
            =64              | =64 is not an override: it must be key.path=value, such as train.batch=64
            train..batch=64  | train..batch=64 is not an override: it must be key.path=value, such as train.batch=64
            train.batch=many | train.batch is many but must be a whole number
            train.batch=''   | train.batch is empty but must be a whole number
            seed.x=1         | seed.x is not a key; seed is a single value
            model.hidden[1]=3 | model.hidden has no element 1; it has 1, counted from 0
            train=3          | train is 3 but must be a mapping with the keys workers, batch, local-steps, local-steps-warm-up, epochs, optimizer, schedule, gradient-clipping, label-smoothing, averaging, average-last, recalibrate-batch-norm, updater, select, trainer, evaluate, extend, early-stopping
            """)
    void anOverrideThatIsNoneIsRefused(String override, String message) {
        assertWrong(message, "train", job.toString(), "--set", override);
        CommandRun summary = CommandRun.of("summary", job.toString(), "--set", override);
        assertThat(summary).isEqualTo(new CommandRun(2, "", line(message)));
    }

    @Test
    void aValueThatIsNoYamlIsRefused() {
        CommandRun run = CommandRun.of("train", job.toString(), "--set=model.hidden=[8");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).matches("meanfield: The value of model.hidden is not YAML: [^\\n]+\\n");
    }

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of(
                        "",
                        " is empty but must be a mapping with the keys name, seed, data, model, initializer, init-from, freeze, augment, train, checkpoint, instruction-set, engine, gpu"),
                Arguments.of(
                        "hello",
                        " is hello but must be a mapping with the keys name, seed, data, model, initializer, init-from, freeze, augment, train, checkpoint, instruction-set, engine, gpu"),
                Arguments.of(
                        "- name: tiny",
                        " is a list but must be a mapping with the keys name, seed, data, model, initializer, init-from, freeze, augment, train, checkpoint, instruction-set, engine, gpu"),
                Arguments.of(JOB + "---\n" + JOB, ", line 7: a second document begins"),
                Arguments.of(JOB + "seed: 4\n", ", line 6: duplicate key seed"),
                Arguments.of("name: tiny\n", "data is missing but required"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileThatIsNoJobIsRefused(String content, String message) throws IOException {
        Files.writeString(job, content);

        assertWrong(message.matches("[ ,].*") ? job + message : message, "train", job.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"name: [tiny", "name: \"tiny", "\tname: tiny", "{name: tiny]", "name: tiny\n  seed: 3", "\0\1\2"
            })
    void aFileThatIsNoYamlIsRefusedInOneLine(String content) throws IOException {
        Files.writeString(job, content);
        CommandRun run = CommandRun.of("train", job.toString(), "--output", output.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).matches("meanfield: " + Pattern.quote(job.toString()) + " is not YAML: [^\\n]+\\n");
        assertThat(output).doesNotExist();
    }

    @Test
    void bytesThatAreNoTextAreRefusedInOneLine() throws IOException {
        Files.write(job, new byte[] {(byte) 0xff, (byte) 0xfe, 0x1f, (byte) 0x8b, 0, 3});
        CommandRun run = CommandRun.of("train", job.toString(), "--output", output.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).matches("meanfield: [^\\n]+\\n");
    }

    @Test
    void aJobOfAnotherCommandIsToldWhichOne() throws IOException {
        Path sweep = Files.writeString(folder.resolve("sweep.yaml"), Sweeps.HALVING);

        assertWrong(sweep + " is a job of the command sweep: use sweep", "train", sweep.toString());
        assertWrong(job + " is a job of the command train: use train", "sweep", job.toString());
        // What is wrong with a job of the command itself is still told.
        assertWrong("train.epochs is 0 but must be positive", "train", job.toString(), "--set=train.epochs=0");
    }

    @Test
    void aJobFileMustBeAFile() {
        Path absent = folder.resolve("absent.yaml");

        assertWrong(
                "The argument JOB.yaml is %s but must be a file that exists".formatted(absent),
                "train",
                absent.toString());
        assertWrong(
                "The argument JOB.yaml is %s but must be a file that exists".formatted(folder),
                "train",
                folder.toString());
        assertWrong("path is '' but must be a local path or an address", "train", "");
        assertWrong(
                "path is 'sftp3://host/job.yaml' but must be local or of a file system that Hadoop knows"
                        + " (No FileSystem for scheme \"sftp3\")",
                "train",
                "sftp3://host/job.yaml");
    }

    static Stream<Arguments> commandLines() {
        return Stream.of(
                Arguments.of(
                        List.of(),
                        "No command is given: it must be one of new, train, sweep, prepare, summary, samples, study, robustness, report, lr-range, doctor, predict, export, explain, or --help"),
                Arguments.of(List.of("trian", "job.yaml"), "trian is not a known command; did you mean train?"),
                Arguments.of(
                        List.of("job.yaml"),
                        "job.yaml is not a known command; the commands are new, train, sweep, prepare, summary, samples, study, robustness, report, lr-range, doctor, predict, export, explain"),
                Arguments.of(List.of("train"), "Missing required parameter: 'JOB.yaml'"),
                Arguments.of(List.of("train", "a.yaml", "b.yaml"), "b.yaml is an unexpected argument"),
                Arguments.of(
                        List.of("train", "a.yaml", "--outptu", "x"),
                        "--outptu is not a known option; did you mean --output?"),
                Arguments.of(
                        List.of("train", "a.yaml", "--epochs=3"),
                        "--epochs is not a known option; the options are --set, --output, --resume, --restart, --max-time, --export, --quiet, --help, --version, --trace"),
                Arguments.of(
                        List.of("train", "a.yaml", "--output"),
                        "Missing required parameter for option '--output' (DIR)"),
                Arguments.of(
                        List.of("train", "a.yaml", "--output", "--resume"),
                        "Expected parameter for option '--output' but found '--resume'"),
                Arguments.of(
                        List.of("train", "a.yaml", "--output=x", "--output=y"),
                        "option '--output' (DIR) should be specified only once"),
                Arguments.of(
                        List.of("train", "a.yaml", "--set"),
                        "Missing required parameter for option '--set' (KEY.PATH=VALUE)"),
                Arguments.of(
                        List.of("summary", "a.yaml", "--resume"),
                        "--resume is not a known option; the options are --set, --input, --classes, --help, --version, --trace"));
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void aWrongCommandLineIsToldInOneLine(List<String> arguments, String message) {
        assertThat(CommandRun.of(arguments.toArray(String[]::new))).isEqualTo(new CommandRun(2, "", line(message)));
    }

    @Test
    void anOutputThatCannotBeWrittenIsRefused() {
        Path below = job.resolve("out");
        CommandRun run = CommandRun.of("train", job.toString(), "--output", below.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .matches("meanfield: --output is " + Pattern.quote(below.toString())
                        + " but must be a folder that can be written \\([^\\n]+\\)\\n");
        assertThat(CommandRun.of("train", job.toString(), "--output", ""))
                .isEqualTo(new CommandRun(2, "", line("--output is empty but must be a folder")));
    }

    @Test
    void aResumeNeedsACheckpointOfTheJob() throws IOException {
        CommandRun none = CommandRun.of("train", job.toString(), "--resume", "--output", output.toString());

        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err())
                .matches("meanfield: --resume finds no valid checkpoint of run tiny-[0-9a-f]{8} under "
                        + Pattern.quote(output + "/checkpoints") + "; the runs there are \\[]\\n");
        assertThat(output).doesNotExist();

        String runId = none.err().replaceAll("(?s).* run (tiny-[0-9a-f]{8}) .*", "$1");
        Path run = output.resolve("checkpoints").resolve(runId);
        Files.createDirectories(run.resolve("round-000002"));
        Files.writeString(Files.createDirectories(run.resolve("round-000004")).resolve("manifest.json"), "{\"round\":");
        CommandRun torn = CommandRun.of("train", job.toString(), "--resume", "--output", output.toString());

        assertThat(torn.code()).isEqualTo(2);
        assertThat(torn.err())
                .matches("meanfield: --resume finds no valid checkpoint of run " + runId
                        + " under [^\\n;]+; corrupt or incomplete: "
                        + "round-000004 \\(its manifest is not JSON\\), round-000002 \\([^\\n]+\\)\\n");
    }

    static Stream<Arguments> brokenFiles() {
        byte[] images = IdxFiles.images(20);
        byte[] labels = IdxFiles.labels(20);
        byte[] badLabel = labels.clone();
        badLabel[8 + 7] = 10;
        byte[] zipped = IdxFiles.gzip(images);
        return Stream.of(
                Arguments.of(
                        "train-images-idx3-ubyte",
                        Arrays.copyOf(zipped, zipped.length / 2),
                        "%s is a gzip file that ends early but must be whole"),
                Arguments.of(
                        "train-images-idx3-ubyte",
                        labels,
                        "magic number of %s is 2049 but must be 2051 (IDX3 of unsigned bytes)"),
                Arguments.of(
                        "train-images-idx3-ubyte",
                        "<html>not found</html>".getBytes(StandardCharsets.UTF_8),
                        "magic number of %s is 1013478509 but must be 2051 (IDX3 of unsigned bytes)"),
                Arguments.of(
                        "train-images-idx3-ubyte",
                        new byte[0],
                        "length of %s is 0 bytes but must be at least 16, its header"),
                Arguments.of(
                        "train-images-idx3-ubyte",
                        Arrays.copyOf(images, images.length - 1),
                        "number of bytes after the header of %s is 15679 but must be 15680"),
                Arguments.of(
                        "train-images-idx3-ubyte",
                        IdxFiles.file(new int[] {2051, Integer.MAX_VALUE, 28, 28}, new byte[9]),
                        "number of items in %s is 2147483647 but must be in 1 … 1000000"),
                Arguments.of(
                        "train-images-idx3-ubyte",
                        IdxFiles.file(new int[] {2051, 20, 280_000, 280_000}, new byte[9]),
                        "size of the items in %s is 280000×280000 but must be 28×28"),
                Arguments.of(
                        "train-labels-idx1-ubyte",
                        IdxFiles.labels(19),
                        "number of labels in %s is 19 but must be 20, as many as there are images in FOLDER/train-images-idx3-ubyte"),
                Arguments.of("train-labels-idx1-ubyte", badLabel, "label 7 of %s is 10 but must be in 0 … 9"),
                // Of the test split too, which is not needed before the end.
                Arguments.of(
                        "t10k-images-idx3-ubyte",
                        Arrays.copyOf(zipped, zipped.length / 2),
                        "%s is a gzip file that ends early but must be whole"),
                Arguments.of(
                        "t10k-labels-idx1-ubyte",
                        IdxFiles.labels(21),
                        "number of labels in %s is 21 but must be 20, as many as there are images in FOLDER/t10k-images-idx3-ubyte"),
                Arguments.of("t10k-labels-idx1-ubyte", badLabel, "label 7 of %s is 10 but must be in 0 … 9"));
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void aBrokenDataFileIsNamed(String name, byte[] content, String message) throws IOException {
        Path data = data();
        Files.write(data.resolve(name), content);

        assertWrong(
                message.formatted(data.resolve(name)).replace("FOLDER", data.toString()),
                "train",
                job.toString(),
                "--set=data=" + mnist(data));
    }

    @Test
    void aDataFileThatIsNotThePublishedOneIsRefused() throws IOException {
        Path data = data();
        CommandRun run = CommandRun.of(
                "train",
                job.toString(),
                "--output",
                output.toString(),
                "--set=data={type: mnist, path: %s}".formatted(data));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .matches("meanfield: SHA-256 of the decompressed " + Pattern.quote(data + "/train-images-idx3-ubyte")
                        + " is [0-9a-f]{64} but must be [0-9a-f]{64}, unless data.verify is false\\n");
        assertThat(output).doesNotExist();
    }

    @Test
    void aValidationPartThatLeavesNothingToTrainOnIsRefused() throws IOException {
        assertWrong(
                "data.validation is 20 but must be less: it takes 2 of the 2 images of class 0",
                "train",
                job.toString(),
                "--set=data=" + mnist(data()),
                "--set=data.validation=20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/", "file:/no/such/mirror"})
    void dataThatCannotBeFetchedAreToldWithTheRemedy(String mirror) {
        Path data = folder.resolve("data");
        CommandRun run = CommandRun.of(
                "train",
                job.toString(),
                "--output",
                output.toString(),
                "--set=data={type: fashion-mnist, path: %s, mirror: '%s'}".formatted(data, mirror));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .matches("meanfield: data.path is " + Pattern.quote(data.toString())
                        + ", which does not exist. Cannot fetch " + Pattern.quote(mirror)
                        + "/?train-images-idx3-ubyte.gz \\([^\\n]+\\): put "
                        + "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, "
                        + "t10k-labels-idx1-ubyte.gz into " + Pattern.quote(data.toString())
                        + ", or set data.mirror\\n");
        assertThat(output).doesNotExist();
    }

    @Test
    void aDataPathMustBeAFolder() {
        assertWrong(
                "data.path is %s but must be a folder".formatted(job),
                "train",
                job.toString(),
                "--set=data=" + mnist(job));
    }

    @Test
    void aTraceIsShownToThoseWhoAsk() {
        CommandRun run = CommandRun.of("train", folder.toString(), "--trace");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("meanfield: The argument JOB.yaml is ").contains("\tat org.meanfield.Main");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "train --help", "summary --help", "samples --help", "--version", "train --version"})
    void helpAndVersionGoToStandardOutput(String arguments) {
        CommandRun run = CommandRun.of(arguments.split(" "));

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith(arguments.endsWith("--help") ? "Usage: meanfield" : "meanfield 0.")
                .doesNotContain("null", "${");
    }

    @Test
    void aSummaryNeedsNoData() {
        CommandRun run = CommandRun.of("summary", "jobs/fashion-mnist-cnn.yaml", "--set=data.path=/no/such/folder");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("fashion-mnist-cnn: cnn for images of 1×28×28 in 10 classes\nlayer  ")
                .contains(
                        "\nconv3          convolution 3×3        64×14×14           36,928        7,225,344       12,544     12  2i−5 … 2i+6\n")
                .contains("\ntotal ")
                .endsWith(" running statistics\n");
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetHasASummary(String job) {
        CommandRun run = CommandRun.of("summary", job);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith(job.substring("jobs/".length(), job.length() - ".yaml".length()) + ": ");
    }

    private static List<String> presets() {
        List<String> jobs = Stream.of(new File("jobs").list())
                .filter(name -> name.matches("(?!sweep|robustness|init-depth).*\\.yaml"))
                .map("jobs/"::concat)
                .toList();
        assertThat(jobs).contains("jobs/quickstart.yaml");
        return jobs;
    }

    /** Runs a command with an output root that is to stay as it is. */
    private void assertWrong(String message, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output", output.toString()));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));

        assertThat(run.err()).isEqualTo(line(message));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(output).doesNotExist();
    }

    private static String line(String message) {
        return "meanfield: " + message + System.lineSeparator();
    }

    /** A folder with small files of MNIST's form. */
    private Path data() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        for (Map.Entry<String, byte[]> file : Map.of(
                        "train-images-idx3-ubyte", IdxFiles.images(20),
                        "train-labels-idx1-ubyte", IdxFiles.labels(20),
                        "t10k-images-idx3-ubyte", IdxFiles.images(20),
                        "t10k-labels-idx1-ubyte", IdxFiles.labels(20))
                .entrySet()) {
            Files.write(data.resolve(file.getKey()), file.getValue());
        }
        return data;
    }

    private static String mnist(Path path) {
        return "{type: mnist, path: %s, verify: false}".formatted(path);
    }
}
