package org.meanfield.job.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.serializer.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.RecordReader;
import org.meanfield.evaluate.study.Outcome;
import org.meanfield.evaluate.study.Study;
import org.meanfield.tables.StudyRow;
import org.meanfield.testing.Wire;

/** The studies of {@code jobs/course} come out as theory says, with fewer repetitions. */
final class CourseStudiesTest {
    private static final Path FOLDER = Path.of("jobs/course");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // File, change, rows.
                "ridge              | study.trials=100                            | 86",
                "minimum-norm       | study.dimension=20                          | 22",
                "convolution-matrix | name=c                                      | 10",
                "backpropagation    | name=b                                      | 45",
                "piecewise-linear   | name=p                                      | 34",
                "equivariance       | study.sizes=[2, 3, 4, 5]                    | 28",
                "dna                | study.samples=[50]                          | 2",
                "momentum           | study.parameters=100                        | 200",
                "xor                | study.trainings=5                           | 17",
                "guess-and-check    | study.samples=[10]                          | 9 "
            })
    void isAsExpected(String file, String change, int rows) throws IOException {
        Outcome outcome = outcome(read(FOLDER.resolve(file + ".yaml"), change));

        assertThat(outcome.rows()).hasSize(rows).allSatisfy(row -> {
            assertThat(row.study()).isEqualTo(file);
            assertThat(row.measured()).isFinite();
            assertThat(row.expected()).isFinite();
        });
        assertThat(outcome.rows())
                .filteredOn(row -> !row.holds() && !row.relation().equals("simulated"))
                .isEmpty();
        assertThat(outcome.asExpected()).isTrue();
    }

    /** What a user gets wrong is seen: one line of a job file that does not fit the others. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "piecewise-linear | study.slopes=[-1, -3, -4]       | slope",
                "momentum         | study.steps=10000               | difference in units of the last place",
                "xor              | study.steps=1                   | outputs of XOR right by two layers",
                "dna              | study={type: dna, length: 12, epochs: 1, samples: [4], trials: 4} | gain in test accuracy by sharing"
            })
    void isNotAsExpectedWhereTheoryIsNotMet(String file, String change, String quantity) throws IOException {
        Outcome outcome = outcome(read(FOLDER.resolve(file + ".yaml"), change));

        assertThat(outcome.asExpected()).isFalse();
        assertThat(outcome.quantities()).hasEntrySatisfying(quantity, rows -> assertThat(Outcome.holds(rows))
                .isFalse());
    }

    @Test
    void hasAFileForEachType() throws IOException {
        assertThat(jobs().<Class<?>>map(job -> job.study().getClass())).contains(Study.class.getPermittedSubclasses());
    }

    /** As a task gets it. */
    @ParameterizedTest
    @MethodSource("org.meanfield.testing.Wire#serializers")
    void arrivesAsItWasSent(Serializer serializer) throws IOException {
        jobs().map(job -> new Repetition(job.study(), job.seed()))
                .forEach(sent -> assertThat(Wire.shipped(serializer, sent)).isEqualTo(sent));
    }

    @Test
    void aRepetitionDependsOnItsNumberAndTheSeedAlone() throws IOException {
        Study study = read(FOLDER.resolve("ridge.yaml"), "study.trials=3").study();

        assertThat(study.repeat(2, 1)).isEqualTo(study.repeat(2, 1)).isNotEqualTo(study.repeat(1, 1));
        assertThat(study.repeat(2, 1)).isNotEqualTo(study.repeat(2, 2));
    }

    /** E(x · w)² of weights that do not change has the relative deviation √2/√trials. */
    @Test
    void theRiskOfAFixedStudentIsTheSquareOfItsDistance() throws IOException {
        List<StudyRow> rows = outcome(read(FOLDER.resolve("ridge.yaml"), "study.trials=200"))
                .quantities()
                .get("risk of a fixed student");

        assertThat(rows).hasSize(20).allSatisfy(row -> assertThat(row.measured() / row.expected())
                .isBetween(0.6, 1.4));
    }

    private static Outcome outcome(StudyJob job) {
        List<double[]> repetitions = IntStream.range(0, job.study().repetitions())
                .mapToObj(repetition -> job.study().repeat(repetition, job.seed()))
                .toList();
        return job.study().outcome(repetitions, job.seed());
    }

    private static Stream<StudyJob> jobs() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(FOLDER)) {
            files = found.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
        return files.stream().filter(CourseStudiesTest::isStudy).map(file -> read(file, "seed=211"));
    }

    private static boolean isStudy(Path file) {
        return text(file).contains("\nstudy:");
    }

    private static StudyJob read(Path file, String change) {
        return RecordReader.read(text(file), file.toString(), StudyJob.class, List.of(change));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
