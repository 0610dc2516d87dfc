package org.meanfield.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.config.Change;
import org.meanfield.config.RecordReader;

final class CellsTest {
    @Test
    void nothingGivenIsTheBaseAlone() {
        assertThat(labels("{}")).containsExactly("base");
    }

    @Test
    void aGridIsEveryCombinationWithTheLastKeyFastest() {
        assertThat(labels("grid: {train.batch: [32, 64], initializer: [{type: zeros}, {type: normal, std: 0.1}]}"))
                .containsExactly(
                        "train.batch=32, initializer={type: zeros}",
                        "train.batch=32, initializer={type: normal, std: 0.1}",
                        "train.batch=64, initializer={type: zeros}",
                        "train.batch=64, initializer={type: normal, std: 0.1}");
    }

    @Test
    void eachListedCellMeetsEachOfTheGridAndEachDraw() {
        assertThat(
                        labels(
                                """
                        list: [{augment: []}, {augment: [{type: cutout}], model.dropout: 0.1}]
                        grid: {train.batch: [8, 16]}
                        random: {count: 1, keys: {train.epochs: {type: choice, values: [3]}}}
                        """))
                .containsExactly(
                        "augment=[], train.batch=8, train.epochs=3",
                        "augment=[], train.batch=16, train.epochs=3",
                        "augment=[{type: cutout}], model.dropout=0.1, train.batch=8, train.epochs=3",
                        "augment=[{type: cutout}], model.dropout=0.1, train.batch=16, train.epochs=3");
    }

    @Test
    void aDrawThatRepeatsAnEarlierOneIsDropped() {
        String keys = "keys: {model.dropout: {type: choice, values: [0, 0.1, 0.2]}}";
        assertThat(labels("random: {count: 50, " + keys + "}"))
                .containsExactlyInAnyOrder("model.dropout=0", "model.dropout=0.1", "model.dropout=0.2");
        assertThat(sections("random: {count: 50, " + keys + "}").random().repeats())
                .isEqualTo(47);
        // More draws add cells at the end.
        assertThat(labels("random: {count: 50, " + keys + "}"))
                .startsWith(labels("random: {count: 2, " + keys + "}").toArray(String[]::new));
    }

    @Test
    void howManyThereAreIsKnownBeforeAnyIsMade() {
        String ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
        String grid = IntStream.range(0, 20)
                .mapToObj(i -> "k" + i + ": " + ten)
                .collect(Collectors.joining(", ", "grid: {", "}"));
        assertThat(most(grid)).isEqualTo(BigInteger.TEN.pow(20));
        assertThat(most("{}")).isEqualTo(1);
        String draws = "random: {count: 2000000000, keys: {a: {type: uniform, low: 0, high: 1}}}";
        assertThat(most("list: [{b: 1}, {b: 2}]\n" + draws)).isEqualTo(4_000_000_000L);
    }

    @Test
    void aDrawIsTheSameWhateverElseIsDrawn() {
        String rate = "train.optimizer.learning-rate: {type: log-uniform, low: 0.0001, high: 1}";
        List<Cell> alone = cells("random: {count: 5, seed: 3, keys: {" + rate + "}}");
        List<Cell> together = cells(
                "random: {count: 5, seed: 3, keys: {model.dropout: {type: uniform, low: 0, high: 0.5}, " + rate + "}}");
        assertThat(alone).hasSize(5).doesNotHaveDuplicates();
        for (int i = 0; i < 5; i++) {
            assertThat(together.get(i).changes())
                    .hasSize(2)
                    .containsAll(alone.get(i).changes());
        }
        assertThat(cells("random: {count: 5, seed: 4, keys: {" + rate + "}}")).doesNotContainAnyElementsOf(alone);
    }

    @Test
    void drawsFillTheirRangeEvenly() {
        assertThat(share("{type: uniform, low: 10, high: 20}", 15)).isBetween(0.46, 0.54);
        assertThat(share("{type: log-uniform, low: 0.01, high: 100}", 1)).isBetween(0.46, 0.54);
        assertThat(share("{type: choice, values: [1, 2, 3, 4]}", 2.5)).isBetween(0.46, 0.54);
    }

    @Test
    void wholeDrawsHaveBothEnds() {
        for (String kind : List.of("uniform", "log-uniform")) {
            assertThat(values("{type: " + kind + ", low: 1, high: 3, whole: true}").stream()
                            .distinct()
                            .sorted()
                            .toList())
                    .containsExactly("1", "2", "3");
        }
        // A third each; ln 2 / ln 4 and so on for the logarithm.
        assertThat(share("{type: uniform, low: 1, high: 3, whole: true}", 1.5)).isBetween(0.30, 0.37);
        assertThat(share("{type: log-uniform, low: 1, high: 3, whole: true}", 1.5))
                .isBetween(0.46, 0.54);
    }

    @Test
    void drawnNumbersHaveFourDigitsAndStayInside() {
        assertThat(values("{type: uniform, low: 0.12345, high: 0.12351}")).allSatisfy(text -> {
            assertThat(Double.parseDouble(text)).isBetween(0.12345, 0.12351);
        });
        assertThat(values("{type: log-uniform, low: 0.000001, high: 0.001}"))
                .allSatisfy(text -> assertThat(text).matches("0\\.0*[1-9]\\d{0,3}"));
    }

    /** The quotient of the bounds, or their difference, is beyond a double. */
    @Test
    void boundsMayBeAsFarApartAsNumbersAre() {
        assertThat(values("{type: log-uniform, low: 1e-320, high: 1e300}"))
                .allSatisfy(text -> assertThat(Double.parseDouble(text)).isBetween(1e-320, 1e300));
        assertThat(share("{type: log-uniform, low: 1e-320, high: 1e300}", 1e-10))
                .isBetween(0.46, 0.54);
        assertThat(share("{type: uniform, low: -1e308, high: 1e308}", 0)).isBetween(0.46, 0.54);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grid: {train.batch: []} | grid.train.batch is empty but must be a list of values",
                "grid: {train.batch: 5} | grid.train.batch is 5 but must be a list",
                "grid: {'train batch': [5]} | grid is given train batch but must be given key paths, such as train.batch",
                "grid: {seed: [5]} | grid is given a seed but must be without one: the seeds of a sweep are given in seeds",
                "list: [{seed: 5}] | list is given a seed but must be without one: the seeds of a sweep are given in seeds",
                "list: [{a: 1}], grid: {a: [1]} | grid.a is given together with list.a but must be given once",
                "list: [{a: }] | list[0].a is empty but must be a value",
                "random: {count: 2} | random.keys is empty but must be a mapping from key paths to distributions",
                "random: {count: -2} | random.count is -2 but must be 0 or more",
                "random: {count: 0, keys: {a: {type: choice, values: [1]}}} | random.count is 0 but must be positive where there are keys",
                "random: {count: 1, keys: {a: {type: choice, values: []}}} | random.keys.a.values is empty but must be a list of at least one value",
                "random: {count: 1, keys: {a: {type: uniform, low: 2, high: 1}}} | random.keys.a.high is 1.0 but must be finite and above low",
                "random: {count: 1, keys: {a: {type: log-uniform, low: 0, high: 1}}} | random.keys.a.low is 0.0 but must be positive",
                "random: {count: 1, keys: {a: {type: uniform, low: 0.5, high: 1, whole: true}}} | random.keys.a.low is 0.5 but must be a whole number where whole is true",
                "random: {count: 1, keys: {a: {type: normal}}} | random.keys.a.type is normal but must be one of uniform, log-uniform, choice",
                "random: {count: 1, keys: {a: {type: choice, values: [1]}}}, grid: {a: [1]} | random.keys.a is given together with grid.a but must be given once",
                "list: [{train.batch: 64}], grid: {train: [{batch: 8}]} | grid.train is given together with list.train.batch but must be given once",
                "list: [{train: {batch: 64}}], grid: {train.batch: [8]} | grid.train.batch is given together with list.train but must be given once",
                "grid: {'model.blocks[0]': [{filters: 8}], model.blocks.0.filters: [4]} | grid.model.blocks.0.filters is given together with grid.model.blocks[0] but must be given once",
            })
    void whatIsWrongIsSaid(String yaml, String message) {
        assertThatThrownBy(() -> cells("{" + yaml + "}")).hasMessage(message);
    }

    private static double share(String distribution, double below) {
        List<String> values = values(distribution);
        return (double) values.stream()
                        .filter(value -> Double.parseDouble(value) < below)
                        .count()
                / values.size();
    }

    private static List<String> values(String distribution) {
        return sections("random: {count: 1000, keys: {a: " + distribution + "}}")
                .random()
                .draws()
                .map(cell -> cell.changes().get(0))
                .map(Change::value)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> labels(String yaml) {
        return cells(yaml).stream().map(Cell::label).toList();
    }

    private static BigInteger most(String yaml) {
        SweepSections sections = sections(yaml);
        return new Cells(sections.list(), sections.grid(), sections.random()).most();
    }

    private static List<Cell> cells(String yaml) {
        SweepSections sections = sections(yaml);
        return new Cells(sections.list(), sections.grid(), sections.random()).all();
    }

    private static SweepSections sections(String yaml) {
        return RecordReader.read(yaml, "sweep.yaml", SweepSections.class, List.of());
    }
}
