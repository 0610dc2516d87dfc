package org.meanfield.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OverridesTest {
    private static final String YAML = "{name: a, blocks: [{filters: 1}, {filters: 2}]}";

    @Test
    void changesWhatTheFileSays() {
        assertThat(Sample.read(YAML, "name=b c").name()).isEqualTo("b c");
        assertThat(Sample.read(YAML, "name=a=b").name()).isEqualTo("a=b");
        assertThat(Sample.read(YAML, "name=off").name()).isEqualTo("off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocks.1.filters=8", "blocks[1].filters=8", "blocks[1]={filters: 8}"})
    void reachesTheElementsOfAList(String override) {
        assertThat(Sample.read(YAML, override).blocks())
                .extracting(Sample.Block::filters)
                .containsExactly(1, 8);
    }

    @Test
    void takesListsAndMappingsAsYaml() {
        assertThat(Sample.read(YAML, "augment=[]").augment()).isEmpty();
        assertThat(Sample.read(YAML, "table=[[512], [256]]").table()).containsExactly(List.of(512), List.of(256));
        assertThat(Sample.read(YAML, "train.optimizer={type: sgd, learning-rate: 0.1}")
                        .train()
                        .optimizer())
                .isEqualTo(new Sample.SgdOptimizer(0.1));
        assertThat(Sample.read(YAML, "table[0][1]=9").table()).containsExactly(List.of(1, 9), List.of(3));
    }

    @Test
    void changesPartsOfDefaultsThatTheFileLeavesOut() {
        assertThat(Sample.read(YAML, "train.optimizer.learning-rate=0.5")
                        .train()
                        .optimizer())
                .isEqualTo(new Sample.AdamOptimizer(0.5, 0.9));
        assertThat(Sample.read(YAML, "augment[1].padding=7").augment())
                .containsExactly(new Sample.Flip(0.5), new Sample.RandomCrop(7));
    }

    @Test
    void areAppliedInTheirOrder() {
        assertThat(Sample.read(YAML, "train.batch=1", "train={local-steps: 5}", "train.local-steps=6")
                        .train())
                .extracting(Sample.Train::batch, Sample.Train::localSteps)
                .containsExactly(64, 6);
    }

    record Strict(Sample.Block block) {}

    @Test
    void canGiveAllThatTheFileMustGive() {
        assertThat(RecordReader.read("{}", "job.yaml", Strict.class, List.of("block.filters=3"))
                        .block()
                        .filters())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo | foo is not an override: it must be key.path=value, such as train.batch=64",
                "=5 | =5 is not an override: it must be key.path=value, such as train.batch=64",
                "a..b=5 | a..b=5 is not an override: it must be key.path=value, such as train.batch=64",
                "blocks[x]=5 | blocks[x]=5 is not an override: it must be key.path=value, such as train.batch=64",
                "trian.batch=5 | trian is not a key; did you mean train?",
                "train.bach=5 | train.bach is not a key; did you mean batch?",
                "train.optimizer.type=sgd | train.optimizer.learning-rate is missing but required",
                "train.optimizer.type=sdg | train.optimizer.type is sdg but must be one of adam, sgd; did you mean sgd?",
                "seed.x=5 | seed.x is not a key; seed is a single value",
                "blocks[2].filters=5 | blocks has no element 2; it has 2, counted from 0",
                "blocks.99999999999=5 | blocks has no element 99999999999; it has 2, counted from 0",
                "blocks.first.filters=5 | blocks has no element first; it has 2, counted from 0",
                "blocks[0].filters=x | blocks[0].filters is x but must be a whole number",
                "name= | name is missing but required",
                "table=[1 | The value of table is not YAML: expected ',' or ']', but got <stream end> (line 1, column 3)",
            })
    void refusesInOneLine(String override, String message) {
        // A file that says what an optimizer of another type would not have.
        String yaml =
                override.startsWith("train.optimizer.type=sgd") ? "{name: a, train: {optimizer: {type: adam}}}" : YAML;
        assertThatThrownBy(() -> Sample.read(yaml, override))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void leavesTheKeysOfTheFormerTypeToBeRefused() {
        assertThatThrownBy(() -> Sample.read(
                        "{name: a, train: {optimizer: {type: adam, learning-rate: 1, beta: 0}}}",
                        "train.optimizer.type=sgd"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("train.optimizer.beta is not a key; the keys here are type, learning-rate");
    }

    @Test
    void refusesPathsThroughWhatIsOfTheWrongKind() {
        assertThatThrownBy(() -> Sample.read("{name: a, train: 5}", "train.batch=5"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("train is 5 but must be a mapping");
        assertThatThrownBy(() -> Sample.read("{name: a, blocks: 5}", "blocks[0].filters=5"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("blocks is 5 but must be a list");
    }
}
