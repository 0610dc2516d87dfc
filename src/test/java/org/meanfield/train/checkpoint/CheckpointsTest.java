package org.meanfield.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.Storage;
import org.meanfield.storage.StoreException;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.testing.FaultyStore;
import org.meanfield.train.OuterState;
import org.meanfield.train.State;

final class CheckpointsTest {
    private static final String RUN = "digits-0123abcd";
    private static final String CONFIGURATION = "{\"vertices\": {}}";

    @TempDir
    private Path output;

    private Checkpoints checkpoints;

    @BeforeEach
    void create() {
        checkpoints = new Checkpoints(output.toString(), RUN, 3);
    }

    /** In which digits are not ASCII: another executor, or a resume elsewhere, would not find them. */
    @Test
    void areNamedTheSameInEveryLocale() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR-u-nu-arabext"));
        try {
            assertThat("%d".formatted(2)).isEqualTo("۲");
            checkpoints.write(checkpoint(7), CONFIGURATION);
        } finally {
            Locale.setDefault(before);
        }

        assertThat(newestWithoutALine()).usingRecursiveComparison().isEqualTo(checkpoint(7));
        assertThat(folder(7).getFileName()).hasToString("round-000007");
        try (Stream<Path> files = Files.walk(output)) {
            assertThat(files.map(Path::toString)).contains(folder(7).toString()).allMatch(name -> name.chars()
                    .allMatch(letter -> letter < 128));
        }
    }

    @Test
    void areReadAsTheyWereWritten() {
        Checkpoint written = new Checkpoint(
                40,
                new State(
                        new float[] {0.1f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE},
                        new float[] {1e-30f, 3},
                        5_000_000_000L,
                        new OuterState(new float[] {7, -0f}, new float[] {1e30f})),
                new State(new float[] {1, 2, 3, 4}, new float[] {5, 6}, 4_000_000_000L),
                33,
                List.of(round(1), round(40)),
                List.of(new EvaluationRow("validation", 33, 2, 1000, 891, 0.891, 0.1 + 0.2, 1 / 3.0, 1e-300, 0)));
        checkpoints.write(written, CONFIGURATION);
        assertThat(newestWithoutALine()).usingRecursiveComparison().isEqualTo(written);
    }

    @Test
    void keepOneStateWhereItIsTheSelectedOne() {
        Checkpoint written = checkpoint(7);
        checkpoints.write(written, CONFIGURATION);
        assertThat(folder(7))
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("selected"));
        Checkpoint read = newestWithoutALine();
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
        assertThat(read.selected().parameters()).isSameAs(read.state().parameters());
    }

    @Test
    void theSelectedOneOfAnAverageIsTheAverage() {
        State state = new State(new float[] {1}, new float[] {2}, 3, new OuterState(new float[] {4}, new float[] {5}));
        checkpoints.write(new Checkpoint(7, state, state.model(), 7, List.of(), List.of()), CONFIGURATION);
        Checkpoint read = newestWithoutALine();
        assertThat(read.state()).usingRecursiveComparison().isEqualTo(state);
        assertThat(read.selected())
                .usingRecursiveComparison()
                .isEqualTo(new State(new float[] {5}, new float[] {2}, 3));
    }

    @Test
    void areLittleEndianFloatsWithJsonBeside() throws IOException {
        checkpoints.write(
                new Checkpoint(
                        40,
                        new State(new float[] {1, -0.5f}, new float[0], 800),
                        new State(new float[] {2, 3}, new float[0], 660),
                        33,
                        List.of(),
                        List.of()),
                CONFIGURATION);
        assertThat(folder(40).resolve("parameters.f32"))
                .hasBinaryContent(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xbf});
        assertThat(folder(40).resolve("updater.f32")).isEmptyFile();
        assertThat(folder(40).resolve("configuration.json")).hasContent(CONFIGURATION);
        JsonNode manifest =
                new ObjectMapper().readTree(folder(40).resolve("manifest.json").toFile());
        assertThat(manifest.path("run_id").asText()).isEqualTo(RUN);
        assertThat(manifest.path("round").asInt()).isEqualTo(40);
        assertThat(manifest.path("steps").asInt()).isEqualTo(800);
        assertThat(manifest.path("selected_round").asInt()).isEqualTo(33);
        assertThat(manifest.path("selected_steps").asInt()).isEqualTo(660);
        // As sha256sum says of the eight bytes above.
        assertThat(manifest.path("sha256").path("parameters.f32").asText())
                .isEqualTo("e5e0ce39fac89cd93af5ba8bcad2fe35d88c75417c7e44941fe5ee4e48f1cf75");
    }

    @Test
    void onlyTheNewestStay() {
        for (int round : new int[] {5, 10, 15, 20}) {
            checkpoints.write(checkpoint(round), CONFIGURATION);
        }
        assertThat(rounds()).containsExactly("round-000010", "round-000015", "round-000020");
        assertThat(newestWithoutALine().round()).isEqualTo(20);
    }

    @Test
    void theNewestIsTheOneOfTheMostRounds() {
        checkpoints.write(checkpoint(999_999), CONFIGURATION);
        checkpoints.write(checkpoint(1_000_000), CONFIGURATION);
        assertThat(newestWithoutALine().round()).isEqualTo(1_000_000);
        new Checkpoints(output.toString(), RUN, 1).write(checkpoint(1_000_001), CONFIGURATION);
        assertThat(rounds()).containsExactly("round-1000001");
    }

    @Test
    void aRoundThatIsWrittenAgainReplacesItself() {
        checkpoints.write(new Checkpoint(5, state(5), state(1), 1, List.of(), List.of()), CONFIGURATION);
        checkpoints.write(checkpoint(5), CONFIGURATION);
        assertThat(newestWithoutALine()).usingRecursiveComparison().isEqualTo(checkpoint(5));
        assertThat(folder(5).resolve("selected-parameters.f32")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aTornOneIsSkippedForTheOneBefore(Consumer<Path> damage, String reason) {
        checkpoints.write(checkpoint(5), CONFIGURATION);
        checkpoints.write(checkpoint(10), CONFIGURATION);
        damage.accept(folder(10));
        List<String> lines = new ArrayList<>();
        assertThat(checkpoints.newest(lines::add)).usingRecursiveComparison().isEqualTo(checkpoint(5));
        assertThat(lines)
                .singleElement()
                .asString()
                .isEqualTo(
                        "Resuming from %s; newer checkpoints are corrupt or incomplete: round-000010 (%s)",
                        folder(5), reason)
                .doesNotContain("\n");
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage(
                        "no manifest",
                        folder -> delete(folder.resolve("manifest.json")),
                        "it has no file manifest.json"),
                damage(
                        "half a manifest",
                        folder -> change(folder.resolve("manifest.json"), bytes -> Arrays.copyOf(bytes, 40)),
                        "its manifest is not JSON"),
                damage(
                        "an empty manifest",
                        folder -> change(folder.resolve("manifest.json"), bytes -> new byte[0]),
                        "its manifest names no parts"),
                damage(
                        "another manifest",
                        folder -> change(
                                folder.resolve("manifest.json"), bytes -> "[1]".getBytes(StandardCharsets.UTF_8)),
                        "its manifest names no parts"),
                damage(
                        "a manifest without a part",
                        folder -> change(folder.resolve("manifest.json"), CheckpointsTest::withoutUpdater),
                        "its manifest does not name updater.f32"),
                damage(
                        "a changed byte",
                        folder -> change(folder.resolve("parameters.f32"), CheckpointsTest::flipped),
                        "the SHA-256 of parameters.f32 differs from its manifest"),
                damage(
                        "a part cut off",
                        folder -> change(folder.resolve("updater.f32"), bytes -> Arrays.copyOf(bytes, 4)),
                        "updater.f32 has 4 bytes and its manifest says 8"),
                damage(
                        "a part of bytes that are no floats, and a manifest of an earlier version that says so",
                        folder -> {
                            change(folder.resolve("updater.f32"), bytes -> new byte[] {1, 2, 3});
                            change(folder.resolve("manifest.json"), CheckpointsTest::ofThreeBytes);
                        },
                        "it has 3 bytes of floats"),
                damage("a link in place of a part", CheckpointsTest::link, "it has no file updater.f32"),
                damage(
                        "a part outside of the folder",
                        folder -> change(folder.resolve("manifest.json"), CheckpointsTest::withPasswords),
                        "its manifest names ../../../../etc/passwd, but its parts are [configuration.json, history.json,"
                                + " outer-average.f32, outer-momentum.f32, parameters.f32, selected-parameters.f32,"
                                + " selected-updater.f32, updater.f32]"),
                damage(
                        "a missing part",
                        folder -> delete(folder.resolve("parameters.f32")),
                        "it has no file parameters.f32"),
                damage(
                        "a missing segment of its history",
                        folder -> delete(segment(folder)),
                        "it has no file round-000010.json"),
                damage(
                        "a corrupt segment",
                        folder -> change(segment(folder), CheckpointsTest::flipped),
                        "the SHA-256 of history/round-000010.json differs"));
    }

    /** What was put beside the checkpoints by hand, of names that look like theirs. */
    @Test
    void strayFoldersNeitherCountNorAreDeleted() throws IOException {
        checkpoints.write(checkpoint(40), CONFIGURATION);
        for (String stray : List.of("round-000040.bak", "round-999999999999", "round-0000041", "round-12", "rounds")) {
            copy(folder(40), folder(40).resolveSibling(stray));
        }
        Checkpoints one = new Checkpoints(output.toString(), RUN, 1);
        assertThat(newestWithoutALine().round()).isEqualTo(40);
        one.write(checkpoint(50), CONFIGURATION);
        assertThat(rounds())
                .containsExactlyInAnyOrder(
                        "round-000050",
                        "round-000040.bak",
                        "round-999999999999",
                        "round-0000041",
                        "round-12",
                        "rounds");
        assertThat(newestWithoutALine().round()).isEqualTo(50);
    }

    /** A folder that a checkpoint was copied to is not of that round; and where it is of a later one, what is written stays. */
    @Test
    void whatWasJustWrittenStaysWhateverIsNewer() throws IOException {
        Checkpoints one = new Checkpoints(output.toString(), RUN, 1);
        one.write(checkpoint(40), CONFIGURATION);
        copy(folder(40), folder(60));
        Files.createDirectories(folder(45));
        one.write(checkpoint(50), CONFIGURATION);
        assertThat(rounds()).containsExactly("round-000050", "round-000060");
        List<String> lines = new ArrayList<>();
        assertThat(one.newest(lines::add).round()).isEqualTo(50);
        assertThat(lines)
                .containsExactly(
                        "Resuming from %s; newer checkpoints are corrupt or incomplete: round-000060 (it is of round 40)"
                                .formatted(folder(50)));
    }

    @Test
    void onlyThoseWithAManifestCountAmongThoseThatStay() throws IOException {
        Checkpoints two = new Checkpoints(output.toString(), RUN, 2);
        two.write(checkpoint(10), CONFIGURATION);
        Files.createDirectories(folder(20));
        two.write(checkpoint(30), CONFIGURATION);
        assertThat(rounds()).containsExactly("round-000010", "round-000030");
    }

    /** The store answers for the older one and not for the newer one. */
    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "parameters.f32"})
    void aStoreThatFailsIsNoTornCheckpoint(String file) {
        Storage.configure(FaultyStore.failing("round-000010/" + file));
        try {
            checkpoints.write(checkpoint(5), CONFIGURATION);
            checkpoints.write(checkpoint(10), CONFIGURATION);
            Checkpoints faulty = new Checkpoints("faulty:" + output, RUN, 3);
            assertThatThrownBy(() -> faulty.find(line -> {}))
                    .isInstanceOf(StoreException.class)
                    .hasMessageEndingWith("round-000010/%s: 503 Slow Down", file);
            assertThatThrownBy(() -> Checkpoints.kept("model", "faulty:" + folder(10)))
                    .isInstanceOf(StoreException.class);
        } finally {
            Storage.configure(new Configuration());
        }
    }

    @Test
    void severalTornOnesAreToldOfInOneLine() {
        for (int round : new int[] {5, 10, 15}) {
            checkpoints.write(checkpoint(round), CONFIGURATION);
        }
        change(folder(15).resolve("parameters.f32"), CheckpointsTest::flipped);
        change(segment(folder(10)), CheckpointsTest::flipped);
        List<String> lines = new ArrayList<>();
        assertThat(checkpoints.newest(lines::add).round()).isEqualTo(5);
        assertThat(lines)
                .containsExactly("Resuming from %s; newer checkpoints are corrupt or incomplete: ".formatted(folder(5))
                        + "round-000015 (the SHA-256 of parameters.f32 differs from its manifest), "
                        + "round-000010 (the SHA-256 of history/round-000010.json differs)");
    }

    @Test
    void eachWritesTheRowsThatAreNewAndReadsAll() throws IOException {
        checkpoints.write(rounds(1, 2), CONFIGURATION);
        checkpoints.write(rounds(1, 2, 3, 4), CONFIGURATION);
        assertThat(newestWithoutALine()).usingRecursiveComparison().isEqualTo(rounds(1, 2, 3, 4));
        assertThat(rowsIn(4)).isEqualTo(2);

        // Another process resumes from there.
        Checkpoints resumed = new Checkpoints(output.toString(), RUN, 3);
        resumed.newest(line -> {});
        resumed.write(rounds(1, 2, 3, 4, 5), CONFIGURATION);
        assertThat(rowsIn(5)).isEqualTo(1);
        assertThat(newestWithoutALine()).usingRecursiveComparison().isEqualTo(rounds(1, 2, 3, 4, 5));

        // One that has read nothing knows no segment to continue.
        new Checkpoints(output.toString(), RUN, 3).write(rounds(1, 2, 3, 4, 5, 6), CONFIGURATION);
        assertThat(rowsIn(6)).isEqualTo(6);
        assertThat(newestWithoutALine()).usingRecursiveComparison().isEqualTo(rounds(1, 2, 3, 4, 5, 6));
    }

    @Test
    void aBrokenSegmentMakesAllAfterItTorn() {
        checkpoints.write(rounds(1), CONFIGURATION);
        checkpoints.write(rounds(1, 2), CONFIGURATION);
        checkpoints.write(rounds(1, 2, 3), CONFIGURATION);
        change(segment(folder(2)), CheckpointsTest::flipped);
        assertThat(checkpoints.newest(line -> {}).round()).isEqualTo(1);
    }

    private int rowsIn(int segment) throws IOException {
        return new ObjectMapper()
                .readTree(segment(folder(segment)).toFile())
                .path("rows")
                .path("rounds")
                .size();
    }

    private static Checkpoint rounds(int... rounds) {
        int last = rounds[rounds.length - 1];
        return new Checkpoint(
                last,
                state(last),
                state(last),
                last,
                Arrays.stream(rounds).mapToObj(CheckpointsTest::round).toList(),
                List.of());
    }

    @Test
    void noneThatIsValidIsWrongInput() {
        checkpoints.write(checkpoint(5), CONFIGURATION);
        delete(folder(5).resolve("manifest.json"));
        assertThatThrownBy(() -> checkpoints.newest(line -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "--resume finds no valid checkpoint of run %s under %s/checkpoints; corrupt or incomplete: round-000005 "
                                + "(it has no file manifest.json)",
                        RUN, output);
    }

    @Test
    void noneAtAllIsWrongInput() {
        assertThatThrownBy(() -> checkpoints.newest(line -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "--resume finds no valid checkpoint of run %s under %s/checkpoints; the runs there are []",
                        RUN, output);
    }

    @Test
    void oneOfAnotherRunIsRefused() throws IOException {
        new Checkpoints(output.toString(), "other-89abcdef", 3).write(checkpoint(5), CONFIGURATION);
        Files.move(output.resolve("checkpoints/other-89abcdef"), output.resolve("checkpoints/" + RUN));
        assertThatThrownBy(() -> checkpoints.newest(line -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("%s is a checkpoint of run other-89abcdef but must be of run %s", folder(5), RUN);
    }

    @Test
    void areDeletedWithoutThoseOfOtherRuns() {
        Checkpoints others = new Checkpoints(output.toString(), "other-89abcdef", 3);
        others.write(checkpoint(5), CONFIGURATION);
        checkpoints.write(checkpoint(5), CONFIGURATION);
        checkpoints.delete();
        assertThat(folder(5)).doesNotExist();
        assertThat(others.newest(line -> {}).round()).isEqualTo(5);
    }

    /** The chains of segments end at 64 and 128. */
    @ParameterizedTest
    @ValueSource(ints = {64, 65, 66, 67, 130})
    void theHistoryOfALongRunIsInFewSegments(int last) {
        List<RoundRow> rows = new ArrayList<>();
        for (int round = 1; round <= last; round++) {
            rows.add(round(round));
            checkpoints.write(
                    new Checkpoint(round, state(round), state(round), round, List.copyOf(rows), List.of()),
                    CONFIGURATION);
        }
        assertThat(output.resolve("checkpoints/" + RUN + "/history").toFile().list())
                .hasSizeLessThanOrEqualTo(2 * 64)
                .hasSize(last == 130 ? 66 : last);
        for (int round = last; round > last - 3; round--) {
            assertThat(new Checkpoints(output.toString(), RUN, 3)
                            .newest(line -> {})
                            .rounds())
                    .isEqualTo(rows.subList(0, round));
            Storage.delete(folder(round).toString());
        }
    }

    private Checkpoint newestWithoutALine() {
        return checkpoints.newest(line -> {
            throw new AssertionError(line);
        });
    }

    private List<String> rounds() {
        try (Stream<Path> folders = Files.list(output.resolve("checkpoints").resolve(RUN))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals("history"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder(int round) {
        return output.resolve("checkpoints/%s/round-%06d".formatted(RUN, round));
    }

    private static Checkpoint checkpoint(int round) {
        return new Checkpoint(round, state(round), state(round), round, List.of(round(round)), List.of());
    }

    private static State state(int round) {
        return new State(new float[] {round, round / 3f}, new float[] {1, -round}, round * 20L);
    }

    private static RoundRow round(int round) {
        return new RoundRow(
                round, 1, 20, 1280, Math.PI, 0.001, 1e-3, 0.5, 0.4, 1 / 7.0, 0, 2531.7, 1e-9 * round, -0.25);
    }

    private static Arguments damage(String name, Consumer<Path> damage, String reason) {
        return Arguments.of(Named.of(name, damage), reason);
    }

    private static Path segment(Path folder) {
        return folder.resolveSibling("history").resolve(folder.getFileName() + ".json");
    }

    private static byte[] flipped(byte[] bytes) {
        bytes[bytes.length / 2] ^= 1;
        return bytes;
    }

    private static byte[] withoutUpdater(byte[] manifest) {
        return new String(manifest, StandardCharsets.UTF_8)
                .replaceFirst("\"updater.f32\" : \"\\w+\",", "")
                .replaceFirst(",\\s*\"manifest.json\" : \"\\w+\"", "") // of an earlier version, which had no such sum
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ofThreeBytes(byte[] manifest) {
        return new String(manifest, StandardCharsets.UTF_8)
                .replaceFirst("\"bytes\" : \\{[^}]*},", "")
                .replaceFirst(
                        "\"updater.f32\" : \"\\w+\"",
                        // As sha256sum says of the bytes 1, 2, 3.
                        "\"updater.f32\" : \"039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81\"")
                .replaceFirst(",\\s*\"manifest.json\" : \"\\w+\"", "")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] withPasswords(byte[] manifest) {
        return new String(manifest, StandardCharsets.UTF_8)
                .replaceFirst("\"sha256\" : \\{", "\"sha256\" : {\"../../../../etc/passwd\": \"\",")
                .replaceFirst(",\\s*\"manifest.json\" : \"\\w+\"", "")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void link(Path folder) {
        Path part = folder.resolve("updater.f32");
        try {
            Path elsewhere = Files.move(part, folder.resolveSibling("elsewhere.f32"));
            Files.createSymbolicLink(part, elsewhere);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @FunctionalInterface
    private interface Change {
        byte[] of(byte[] bytes);
    }

    private static void change(Path file, Change change) {
        try {
            Files.write(file, change.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
