package org.meanfield.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.SweepTables;

/** The page of a search of a thousand trials: each a cell of its own, of three keys with a number. */
@Tag("slow")
final class LargeSweepTest {
    private static final int TRIALS = 1000;
    private static final int MOST_BYTES = 5_000_000;
    private static final double MOST_SECONDS = 2;

    @TempDir
    private static Path folder;

    private static String html;

    @BeforeAll
    static void write() {
        SweepTables search = new SweepTables(folder, "search-1");
        Random random = new Random(7);
        for (int i = 0; i < TRIALS; i++) {
            search.finished(
                    String.format(Locale.ROOT, "search-1-%04x", i),
                    String.format(
                            Locale.ROOT,
                            "train.optimizer.learning-rate=%s, model.width=%s, model.dropout=%s",
                            Double.toString(Math.pow(10, -1 - 3 * random.nextDouble())),
                            Double.toString(0.125 + 4 * random.nextDouble()),
                            Double.toString(0.7 * random.nextDouble())),
                    1,
                    100 + random.nextInt(90));
        }
        html = SweepPage.of("search-1", new Results(folder.toString()).sweep("search-1"))
                .html();
    }

    @Test
    void isSmall() {
        assertThat(html).contains("Sweep of 1,000 cells and 1,000 trials");
        assertThat(html.getBytes(UTF_8)).hasSizeBetween(100_000, MOST_BYTES);
    }

    /** By processor time, of which an empty page takes the browser a second or two; the least of three. */
    @Test
    void isOpenedSoon() throws IOException, InterruptedException {
        Optional<Browser> browser = Browser.find(folder);
        assumeTrue(browser.isPresent(), "no chromium on the PATH and no -Dmeanfield.browser");
        Path empty = Files.writeString(folder.resolve("empty.html"), "<!DOCTYPE html><title>empty</title>");
        Path page = Files.writeString(folder.resolve("page.html"), html);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 3; i++) {
            double start = browser.get().processorSeconds(empty);
            least = Math.min(least, browser.get().processorSeconds(page) - start);
        }
        assertThat(least).as("seconds").isLessThan(MOST_SECONDS);
    }
}
