package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/tables.md} says is under an output root is what the commands leave there. */
final class OutputLayoutTest {
    @TempDir
    private static Path folder;

    private static List<String> files;

    @BeforeAll
    static void runEveryCommand() throws IOException {
        Path output = folder.resolve("out");
        run(output, "train", "src/test/resources/tiny-cnn.yaml", "--export");
        try (Stream<Path> models = Files.list(output.resolve("models"))) {
            CommandRun export =
                    CommandRun.of("export", models.findFirst().orElseThrow().toString());
            assertThat(export.code()).as(export.err()).isZero();
        }
        run(output, "sweep", "src/test/resources/tiny-sweep.yaml", "--set=seeds=1", "--set=base.train.epochs=1");
        run(
                output,
                "robustness",
                "src/test/resources/tiny-robustness.yaml",
                "--set=repeats=1",
                "--set=predictions=clean");
        run(output, "study", "jobs/init-depth-study.yaml", "--set=layers=3", "--set=units=8", "--set=products=10");
        CommandRun report = CommandRun.of("report", output.toString());
        assertThat(report.code()).as(report.err()).isZero();
        try (Stream<Path> found = Files.walk(output)) {
            files = found.filter(file -> Files.isRegularFile(file)
                            && !file.getFileName().toString().endsWith(".crc"))
                    .map(file -> output.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static void run(Path output, String... arguments) {
        List<String> all = Stream.concat(Stream.of(arguments), Stream.of("--output", output.toString()))
                .toList();
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
    }

    static List<String> layout() throws IOException {
        String page = Files.readString(Path.of("docs/tables.md"));
        return page.substring(page.indexOf("```\n") + 4, page.indexOf("\n```\n", page.indexOf("```\n") + 4))
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    @Test
    void nothingElseIsThere() throws IOException {
        List<Pattern> lines = layout().stream().map(OutputLayoutTest::pattern).toList();
        assertThat(files)
                .filteredOn(file ->
                        lines.stream().noneMatch(line -> line.matcher(file).matches()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("layout")
    void eachLineIsThere(String line) {
        assertThat(files).anyMatch(file -> pattern(line).matcher(file).matches());
    }

    private static Pattern pattern(String line) {
        return Pattern.compile(
                line.replace(".", "\\.").replace("*", "[^/]+").replaceAll("<[a-z_]+>", "[A-Za-z0-9._-]+"));
    }
}
