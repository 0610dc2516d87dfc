package org.meanfield.job.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.config.RecordWriter;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.NoiseAddress;
import org.meanfield.corrupt.Npy;
import org.meanfield.image.ImageShape;

final class RobustnessJobTest {
    private static final String JOB =
            """
            name: robust
            models: [{type: all}]
            corruptions:
              - {type: gaussian-noise, std: [0.05, 0.01]}
              - {type: gaussian-blur}
            repeats: 2
            """;

    @Test
    void theConditionsAreCleanOnesThenThoseOfEachCorruption() {
        assertThat(labels(read()))
                .containsExactly(
                        List.of("clean"),
                        List.of("gaussian-noise/1/1", "gaussian-noise/1/2", "gaussian-noise/2/1", "gaussian-noise/2/2"),
                        List.of(
                                "gaussian-blur/1/1",
                                "gaussian-blur/2/1",
                                "gaussian-blur/3/1",
                                "gaussian-blur/4/1",
                                "gaussian-blur/5/1"));
    }

    @Test
    void whatIsRecordedHasPathsThatAreValidAnywhere() {
        RobustnessJob job = read(
                "models=[{type: folder, path: out/models/x}, {type: all}, {type: sweep, output: s3a://bucket/out, sweep: y}]",
                "data={type: other, dataset: {type: fashion-mnist, path: data}}",
                "corruptions=[{type: npy, images: c/fog.npy}]");
        String here = Path.of("").toAbsolutePath().toString();

        RobustnessJob located = job.located();

        assertThat(located.models())
                .containsExactly(
                        new FolderModels(here + "/out/models/x"),
                        new AllModels(""),
                        new SweepModels("s3a://bucket/out", "y", 0));
        assertThat(RecordWriter.toTree(located).at("/data/dataset/path").asText())
                .isEqualTo(here + "/data");
        assertThat(located.corruptions()).containsExactly(new Npy(here + "/c/fog.npy", "", 10_000));
    }

    @Test
    void severalSettingsOfACorruptionAreToldApart() {
        RobustnessJob job = read(
                "corruptions=[{type: gaussian-noise, std: [1]}, {type: jpeg, quality: [9]}, {type: gaussian-noise, std: [2]}]",
                "repeats=1");

        assertThat(labels(job))
                .containsExactly(
                        List.of("clean"),
                        List.of("gaussian-noise/1/1"),
                        List.of("jpeg/1/1"),
                        List.of("gaussian-noise-2/1/1"));
        NoiseAddress noise = new NoiseAddress(1, "digits test");
        assertThat(noise.streams(Conditions.of(job).get(3).get(0)).apply(5).nextLong())
                .as("the draws are the same")
                .isEqualTo(
                        noise.streams(Conditions.of(job).get(1).get(0)).apply(5).nextLong());
    }

    @Test
    void aTableThatTheDriverCouldNotHoldIsRefused() {
        RobustnessJob job = read("repeats=1000", "corruptions=[{type: gaussian-noise, std: [0.05, 0.01]}]");

        job.checkSize(99);
        assertThatThrownBy(() -> job.checkSize(100))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("models × corruptions × severities × repeats is 200,100 but must be at most 200,000: "
                        + "100 models under 2,001 conditions");
    }

    @Test
    void someSeveritiesCanBeChosen() {
        assertThat(labels(read("severities=[2, 1]", "repeats=1")))
                .containsExactly(
                        List.of("clean"),
                        List.of("gaussian-noise/2/1", "gaussian-noise/1/1"),
                        List.of("gaussian-blur/2/1", "gaussian-blur/1/1"));
    }

    @Test
    void aJobIsReadBackFromItsProvenance() {
        RobustnessJob job = read("models=[{type: runs, runs: [a]}, {type: folder, path: b}]");
        assertThat(RecordReader.read(RecordWriter.toJson(job), "job", RobustnessJob.class, List.of()))
                .isEqualTo(job);
    }

    @ParameterizedTest
    @CsvSource({"robustness-course, 16", "robustness-full, 86"})
    void thePresetsAreJobs(String name, int conditions) throws IOException {
        RobustnessJob job = RecordReader.read(
                Files.readString(Path.of("jobs", name + ".yaml")), name, RobustnessJob.class, List.of());
        assertThat(job.name()).isEqualTo(name);
        assertThat(Conditions.of(job).stream().mapToInt(List::size).sum()).isEqualTo(conditions);
    }

    @Test
    void theRunIsNamedByTheJobAndWhatItIsAppliedTo() {
        assertThat(read().runId("a")).matches("robust-[0-9a-f]{8}").isNotEqualTo(read().runId("b"));
        assertThat(read("seed=2").runId("a")).isNotEqualTo(read("seed=3").runId("a"));
    }

    /** Each condition of the suites has the name, severity and settings of the benchmark. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "suite=cifar-10-c|75|gaussian-noise/1/1 std=0.04|jpeg/5/1 quality=40",
                "suite=mnist-c|15|shot-noise/5/1 photons=50|canny-edges/1/1 sigma=1",
                "suite=all|126|gaussian-noise/1/1 std=0.04|inverse/1/1 amount=1",
            })
    void aSuiteStandsForItsCorruptions(String suite, int conditions, String first, String last) {
        RobustnessJob job = read("repeats=1", "corruptions=[]", suite);
        List<String> labels = Conditions.of(job).stream()
                .flatMap(List::stream)
                .map(condition -> condition.label() + " " + condition.parameter(new ImageShape(3, 32, 32)))
                .toList();

        assertThat(labels)
                .hasSize(1 + conditions)
                .contains(first, Index.atIndex(1))
                .endsWith(last);
    }

    @Test
    void severitiesChooseThoseOfASuiteThatHasThem() {
        RobustnessJob job = read("repeats=1", "corruptions=[]", "suite=mnist-c", "severities=[2, 4]");

        assertThat(Conditions.of(job).get(1)).extracting(Condition::severity).containsExactly(2, 4);
        assertThat(Conditions.of(job).get(15)).extracting(Condition::severity).containsExactly(1);
        assertThat(RecordWriter.toJson(read())).doesNotContain("suite", "constants");
    }

    @Test
    void theConstantsAreNamedWhereTheyAreNotTheUsualOnes() {
        Condition usual = Conditions.of(read("repeats=1", "corruptions=[]", "suite=all"))
                .get(1)
                .get(2);
        Condition named = Conditions.of(read("repeats=1", "corruptions=[]", "suite=all", "constants=imagenet-c"))
                .get(1)
                .get(2);
        ImageShape small = new ImageShape(3, 32, 32);

        assertThat(usual.parameter(small)).isEqualTo("std=0.08");
        assertThat(usual.parameter(new ImageShape(3, 64, 64))).isEqualTo("std=0.12 of tiny-imagenet-c");
        assertThat(named.parameter(small)).isEqualTo("std=0.18 of imagenet-c");
        assertThat(Conditions.of(read()).get(1).get(0).parameter(new ImageShape(3, 64, 64)))
                .doesNotContain(" of ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "models=[]|models is empty but must be a list of at least one element",
                "models=[{type: runs, runs: []}]|models[0].runs is empty but must be a list of at least one run id",
                "models=[{type: folder, path: ''}]|models[0].path is empty but must be the folder of a model",
                "models=[{type: al}]|models[0].type is al but must be one of all, runs, sweep, folder; did you mean all?",
                "corruptions=[]|corruptions is empty but must be a list of at least one element where suite is none",
                "suite=all|suite is all but must be none where corruptions has elements",
                "suite=imagenet-c|suite is imagenet-c but must be one of none, cifar-10-c, mnist-c, all",
                "constants=cifar|constants is cifar but must be one of by-size, mnist-c, cifar-10-c, tiny-imagenet-c, imagenet-c",
                "corruptions=[{type: gausian-blur}]|did you mean gaussian-blur?",
                "corruptions=[{type: gaussian-blur}, {type: gaussian-blur}]|corruptions is a list with an element twice but must be a list of different ones",
                "repeats=0|repeats is 0 but must be in 1 … 1000",
                "severities=[1, 3]|severities[1] is 3 but must be in 1 … 2, as gaussian-noise has them",
                "severities=[0]|severities[0] is 0 but must be in 1 … 2, as gaussian-noise has them",
                "severities=[1, 1]|severities is [1, 1] but must be a list of different numbers",
                "adapt={batch-norm: 1}|adapt.batch-norm is 1 but must be 0 or in 2 … 1000",
                "adapt={batch-norm: 1001}|adapt.batch-norm is 1001 but must be 0 or in 2 … 1000",
                "predictions=some|predictions is some but must be one of none, clean, all",
                "name=a b|name is a b but must be made of letters",
            })
    void whatIsWrongIsSaidInOneLine(String change, String message) {
        assertThatThrownBy(() -> read(change))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void predictionsOnTrainingImagesWouldBeOfUnknownOnes() {
        assertThatThrownBy(() -> read("split=train", "predictions=clean"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("predictions is clean but must be none where split is train, "
                        + "whose images are read in an order of their own");
        assertThat(read("split=train").predictions()).isEqualTo(RobustnessJob.Kept.NONE);
        assertThat(read("split=validation", "predictions=all").predictions()).isEqualTo(RobustnessJob.Kept.ALL);
    }

    private static RobustnessJob read(String... changes) {
        return RecordReader.read(JOB, "job.yaml", RobustnessJob.class, List.of(changes));
    }

    private static List<List<String>> labels(RobustnessJob job) {
        return Conditions.of(job).stream()
                .map(conditions -> conditions.stream().map(Condition::label).toList())
                .toList();
    }
}
