package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.Options;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.train.RoundPlan;

final class RangeTestTest {
    @TempDir
    private Path output;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void itTakesNoMoreImagesThanItsStepsNeedOrWholeEpochs() {
        RoundPlan large = RangeTest.plan(new RoundPlan(100_000, 2, 32, 20, 5, 7), 200);
        assertThat(large).isEqualTo(new RoundPlan(12_800, 2, 32, 1, 1, 0));
        assertThat(large.rounds()).isEqualTo(200);
        // 16 steps are an epoch: 13 of them are 208.
        RoundPlan small = RangeTest.plan(new RoundPlan(1_000, 2, 32, 20, 5, 0), 200);
        assertThat(small).isEqualTo(new RoundPlan(1_000, 2, 32, 1, 13, 0));
        assertThat(small.rounds()).isEqualTo(208);
    }

    @Test
    void itSuggestsARateAndLeavesAPictureAndNoRun() throws Exception {
        LocalSpark.context();
        JsonNode json =
                new RangeTest(Jobs.tiny(), 1e-4, 1e3, 20, options()).run().json();

        assertThat(json.get("suggested").asDouble())
                .isCloseTo(json.get("lowest_loss_at").asDouble() / 10, within(1e-12));
        assertThat(json.get("lowest_loss_at").asDouble()).isBetween(1e-4, 1e3);
        assertThat(json.get("steps").asInt()).isBetween(5, 20);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("--set train.optimizer.learning-rate=");
        try (Stream<Path> files = Files.walk(output)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().endsWith(".crc")))
                    .containsExactly(Path.of(json.get("picture").asText()));
        }
    }

    @Test
    void wrongInputIsOneLine() {
        assertThatThrownBy(() -> new RangeTest(Jobs.tiny(), 0, 1, 100, options()))
                .hasMessage("--from is 0.0 but must be positive");
        assertThatThrownBy(() -> new RangeTest(Jobs.tiny(), 0.1, 0.1, 100, options()))
                .hasMessage("--to is 0.1 but must be above --from, and at most 1e12 times it");
        assertThatThrownBy(() -> new RangeTest(Jobs.tiny(), 0.1, 1, 19, options()))
                .hasMessage("--steps is 19 but must be in 20 … 10000");
    }

    private Options options() {
        return new Options(
                output.toString(),
                Existing.REFUSE,
                false,
                Console.quiet(new PrintStream(said, true, StandardCharsets.UTF_8)));
    }
}
