package org.meanfield.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordReaderTest {
    record Scalars(
            @Default("0") int whole,
            @Default("0") long large,
            @Default("0") double number,
            @Default("no") boolean flag,
            @Default("''") String text) {}

    record Nothing() {}

    private static Scalars scalars(String yaml) {
        return RecordReader.read(yaml, "job.yaml", Scalars.class, List.of());
    }

    private static void assertRefused(String yaml, String message) {
        assertThatThrownBy(() -> Sample.read(yaml))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void fillsInTheDefaultsOfWhatIsLeftOut() {
        assertThat(Sample.read("name: a"))
                .isEqualTo(new Sample(
                        "a",
                        211,
                        new Sample.Train(64, 20, Sample.Mode.FAN_IN, true, new Sample.AdamOptimizer(0.001, 0.9)),
                        List.of(new Sample.Flip(0.5), new Sample.RandomCrop(2)),
                        List.of(),
                        List.of(List.of(1, 2), List.of(3))));
    }

    @Test
    void readsEveryKindOfComponent() {
        String yaml =
                """
                name: a   # a comment
                seed: 9223372036854775807
                train: {batch: 128, local-steps: 1, mode: fan-out, shuffle: false, optimizer: {type: sgd, learning-rate: 1}}
                augment:
                  - type: flip
                    probability: 1
                blocks: [{filters: 8}]
                table: []
                """;
        assertThat(Sample.read(yaml))
                .isEqualTo(new Sample(
                        "a",
                        Long.MAX_VALUE,
                        new Sample.Train(128, 1, Sample.Mode.FAN_OUT, false, new Sample.SgdOptimizer(1)),
                        List.of(new Sample.Flip(1)),
                        List.of(new Sample.Block(8, new Sample.SgdOptimizer(0.5))),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "off",
                "no",
                "1.10",
                "007",
                "1_000",
                "2026-11-01",
                "'~'",
                "\"null\"",
                "~/.cache/data",
                "1e3",
                ".inf"
            })
    void keepsTextAsItIsWritten(String text) {
        assertThat(scalars("text: " + text).text()).isEqualTo(text.replaceAll("[\"']", ""));
    }

    @ParameterizedTest
    @CsvSource({"1e-3,0.001", "1E3,1000", "60_000,60000", "-.5,-0.5", "2.,2", "'\"0.25\"',0.25", "007,7", "-0.0,-0.0"})
    void readsNumbersInTheFormsThatPeopleWrite(String text, double value) {
        assertThat(scalars("number: " + text).number()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"60_000,60000", "+5,5", "-2147483648,-2147483648", "010,10", "'\"64\"',64"})
    void readsWholeNumbersAsDecimal(String text, int value) {
        assertThat(scalars("whole: " + text).whole()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "Yes,true", "on,true", "FALSE,false", "no,false", "off,false"})
    void readsTheTruthValuesOfYaml(String text, boolean value) {
        assertThat(scalars("flag: " + text).flag()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({".inf,Infinity", "-.inf,-Infinity", ".nan,NaN", "NaN,NaN", "1e999,Infinity"})
    void leavesNumbersThatAreNotFiniteToTheRecord(String text, String shown) {
        assertThat(scalars("number: " + text).number()).isEqualTo(Double.valueOf(shown));
        assertRefused(
                "name: a\ntrain: {optimizer: {type: adam, learning-rate: %s}}".formatted(text),
                "train.optimizer.learning-rate is %s but must be positive".formatted(shown));
    }

    /** Each: YAML, message. */
    static Stream<List<String>> refusals() {
        return Stream.of(
                List.of(
                        "name: a\ntrain: {lokal-steps: 1}",
                        "train.lokal-steps is not a key; did you mean local-steps?"),
                List.of("name: a\ntrain: {localSteps: 1}", "train.localSteps is not a key; did you mean local-steps?"),
                List.of(
                        "name: a\ntrain: {momentum: 1}",
                        "train.momentum is not a key; the keys here are batch, local-steps, mode, shuffle, optimizer"),
                List.of(
                        "name: a\naugment: [{type: flip, chance: 1}]",
                        "augment[0].chance is not a key; the keys here are type, probability"),
                List.of(
                        "name: a\ntype: train",
                        "type is not a key; the keys here are name, seed, train, augment, blocks, table"),
                List.of("name: a\n\"tr\\nain\": 1", "tr\\nain is not a key; did you mean train?"),
                List.of("nam: a", "nam is not a key; did you mean name?"),
                List.of("seed: 1", "name is missing but required"),
                List.of("name: a\nblocks: [{filters: 1}, {}]", "blocks[1].filters is missing but required"),
                List.of(
                        "name: a\naugment: [{type: random-crup, padding: 1}]",
                        "augment[0].type is random-crup but must be one of flip, random-crop; did you mean random-crop?"),
                List.of(
                        "name: a\naugment: [{type: rotation}]",
                        "augment[0].type is rotation but must be one of flip, random-crop"),
                List.of(
                        "name: a\naugment: [{padding: 1}]",
                        "augment[0].type is missing: it must be one of flip, random-crop"),
                List.of(
                        "name: a\naugment: [{type: [flip]}]",
                        "augment[0].type is a list but must be one of flip, random-crop"),
                List.of(
                        "name: a\naugment: [flip]",
                        "augment[0] is flip but must be a mapping with a type of flip, random-crop"),
                List.of("name: a\naugment: {type: flip}", "augment is a mapping but must be a list"),
                List.of(
                        "name: a\ntrain: [1]",
                        "train is a list but must be a mapping with the keys batch, local-steps, mode, shuffle, optimizer"),
                List.of("name: {a: b}", "name is a mapping but must be text"),
                List.of("name:", "name is missing but required"),
                List.of(
                        "name: a\ntrain: {mode: fan-inn}",
                        "train.mode is fan-inn but must be one of fan-in, fan-out; did you mean fan-in?"),
                List.of("name: a\ntrain: {mode: FAN_IN}", "train.mode is FAN_IN but must be one of fan-in, fan-out"),
                List.of("name: a\ntrain: {shuffle: 1}", "train.shuffle is 1 but must be true or false"),
                List.of("name: a\ntrain: {shuffle: []}", "train.shuffle is a list but must be true or false"),
                List.of("name: a\ntrain: {batch: lots}", "train.batch is lots but must be a whole number"),
                List.of("name: a\ntrain: {batch: ''}", "train.batch is empty but must be a whole number"),
                List.of("name: a\ntrain: {batch: 1.5}", "train.batch is 1.5 but must be a whole number"),
                List.of("name: a\ntrain: {batch: 64.0}", "train.batch is 64.0 but must be a whole number"),
                List.of("name: a\ntrain: {batch: [64]}", "train.batch is a list but must be a whole number"),
                List.of(
                        "name: a\ntrain: {batch: 2147483648}",
                        "train.batch is 2147483648 but must be a whole number from -2147483648 to 2147483647"),
                List.of(
                        "name: a\nseed: 9223372036854775808",
                        "seed is 9223372036854775808 but must be a whole number from -9223372036854775808 to 9223372036854775807"),
                List.of("name: a\ntable: [[1], [2, x]]", "table[1][1] is x but must be a whole number"),
                List.of(
                        "name: a\ntrain: {optimizer: {type: sgd, learning-rate: fast}}",
                        "train.optimizer.learning-rate is fast but must be a number"),
                List.of(
                        "name: a\ntrain: {optimizer: {type: sgd, learning-rate: 0x1p3}}",
                        "train.optimizer.learning-rate is 0x1p3 but must be a number"),
                List.of("name: a\ntrain: {batch: 0}", "train.batch is 0 but must be positive"),
                List.of(
                        "name: a\nblocks: [{filters: 1, optimizer: {type: adam, learning-rate: -1}}]",
                        "blocks[0].optimizer.learning-rate is -1.0 but must be positive"),
                List.of(
                        "",
                        "job.yaml is empty but must be a mapping with the keys name, seed, train, augment, blocks, table"),
                List.of(
                        "# nothing\n",
                        "job.yaml is empty but must be a mapping with the keys name, seed, train, augment, blocks, table"),
                List.of(
                        "- a",
                        "job.yaml is a list but must be a mapping with the keys name, seed, train, augment, blocks, table"),
                List.of(
                        "word",
                        "job.yaml is word but must be a mapping with the keys name, seed, train, augment, blocks, table"),
                List.of("name: a\n---\nname: b", "job.yaml, line 3: a second document begins"),
                List.of("name: a\nseed: 1\nname: b", "job.yaml, line 3: duplicate key name"),
                List.of("name: &a x\ntrain: *a", "job.yaml, line 2: *a is an alias, which job files do not support"),
                List.of(
                        "name: a\ntrain: [1, 2",
                        "job.yaml is not YAML: expected ',' or ']', but got <stream end> (line 2, column 13)"),
                List.of(
                        "name: a: b",
                        "job.yaml is not YAML: a colon where there can be none: the line is indented too far, or a text with a colon needs quotes (line 1, column 8)"),
                List.of(
                        "train:\n    batch: 1\n  seed: 2",
                        "job.yaml is not YAML: wrong indentation: no key above starts in the same column (line 3, column 3)"),
                List.of(
                        "train:\n\tbatch: 1",
                        "job.yaml is not YAML: a tab: YAML is indented by spaces (line 2, column 1)"),
                List.of(
                        "name: @home",
                        "job.yaml is not YAML: a text that begins with @ needs quotes (line 1, column 7)"),
                List.of(
                        "name: \"\\q\"",
                        "job.yaml is not YAML: found unknown escape character q(113) (line 1, column 9)"),
                List.of("name: \u0001", "job.yaml is not YAML: special characters are not allowed"),
                List.of("name: " + "[".repeat(60_000), "job.yaml, line 1: more than 50 levels"),
                List.of(
                        "name: " + "a".repeat(999_995),
                        "job.yaml has 1000001 characters but must have at most 1000000"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesInOneLine(List<String> yamlAndMessage) {
        assertRefused(yamlAndMessage.get(0), yamlAndMessage.get(1));
    }

    @Test
    void showsLongAndBrokenValuesInOneShortLine() {
        assertRefused(
                "name: a\nseed: |\n  one\n  two " + "x".repeat(100),
                "seed is one\\ntwo %s… but must be a whole number".formatted("x".repeat(51)));
    }

    @Test
    void refusesAnyKeyOfARecordWithoutComponents() {
        assertThatThrownBy(() -> RecordReader.read("a: 1", "job.yaml", Nothing.class, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a is not a key; no key is allowed here");
    }

    @Test
    void givesListsThatNobodyCanChange() {
        List<Sample.Block> blocks = Sample.read("name: a").blocks();
        assertThatThrownBy(() -> blocks.add(new Sample.Block(1, new Sample.SgdOptimizer(1))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(null);
    }
}
