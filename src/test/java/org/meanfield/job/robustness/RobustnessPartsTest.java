package org.meanfield.job.robustness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.job.common.Console;
import org.meanfield.testing.Mutations;
import org.meanfield.testing.Rows;

final class RobustnessPartsTest {
    private static final String RUN = "noise-0123abcd";
    private static final String NAME = "part-000-000-000";
    private static final int REGIONS = 40;

    private static final RobustnessPart PART = new RobustnessPart(
            RUN,
            List.of(
                    Rows.robustness("tiny-1", "clean", 0, 1, 90),
                    Rows.robustness("tiny-1", "gaussian-noise", 1, 1, 70)),
            List.of(new byte[] {1, 2, -3}),
            200,
            1.5,
            0.25,
            0.75);

    @TempDir
    private Path output;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void aPartIsReadAsItWasWritten() {
        parts().write(NAME, PART);

        assertThatIsThePart(parts().read(NAME).orElseThrow());
        assertThat(parts().read("part-000-000-001")).isEmpty();
        assertThat(parts(output.toString(), "noise-4567abcd").read(NAME)).isEmpty();
        assertThat(said.toString(UTF_8)).isEmpty();
    }

    /** What is read of a damaged one is what was written, or nothing. */
    @Test
    void noDamagedPartIsUsed() throws IOException {
        parts().write(NAME, PART);
        int refused = 0;
        int all = 0;
        for (String file : List.of("content.json", "manifest.json")) {
            Path damaged = folder().resolve(NAME).resolve(file);
            int[] counts = {0};
            all += Mutations.each(damaged, REGIONS, 211, () -> {
                Optional<RobustnessPart> read = parts().read(NAME);
                read.ifPresent(RobustnessPartsTest::assertThatIsThePart);
                counts[0] += read.isEmpty() ? 1 : 0;
            });
            refused += counts[0];
        }
        // A change of the manifest's white space is none.
        assertThat(all).isGreaterThan(400);
        assertThat(refused).isGreaterThan(all * 9 / 10);
        assertThat(said.toString(UTF_8).lines())
                .hasSize(refused)
                .allMatch(line -> line.contains(NAME + " is corrupt or incomplete and is computed again: "));
        assertThat(parts().read(NAME)).isPresent();
    }

    @Test
    void noDamagedResultIsUsed() throws IOException {
        JsonNode result = new ObjectMapper().readTree("{\"run_id\": \"%s\", \"accuracy\": 0.9}".formatted(RUN));
        parts().writeResult(result);
        assertThat(parts().result()).contains(result);
        Path damaged = folder().resolve("result/content.json");
        int all = Mutations.each(
                damaged, REGIONS, 212, () -> assertThat(parts().result()).isEmpty());
        assertThat(all).isGreaterThan(100);
    }

    private Path folder() {
        return output.resolve("checkpoints").resolve(RUN);
    }

    private RobustnessParts parts() {
        return parts(output.toString(), RUN);
    }

    /** By the bits of numbers, of which one is NaN. */
    private static void assertThatIsThePart(RobustnessPart part) {
        assertThat(part)
                .usingRecursiveComparison()
                .withEqualsForType((one, other) -> Double.compare(one, other) == 0, Double.class)
                .isEqualTo(PART);
    }

    private RobustnessParts parts(String root, String run) {
        return new RobustnessParts(root, run, Console.quiet(new PrintStream(said, true, UTF_8)));
    }
}
