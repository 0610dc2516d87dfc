package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScoringTaskTest {
    @Test
    void enoughBlocksAreATaskEach() {
        assertThat(ScoringTask.of(List.of(0, 500, 1000, 1500, 2000, 2500), 7, 3, 2))
                .extracting(ScoringTask::start)
                .containsExactly(0, 500, 1000, 1500, 2000, 2500);
        assertThat(ScoringTask.of(List.of(0, 500, 1000, 1500, 2000, 2500), 7, 3, 2))
                .contains(new ScoringTask(500, 0, 7, 0, 3));
    }

    @Test
    void thenConditionsAreSharedOutAndThenModels() {
        assertThat(ScoringTask.of(List.of(0, 500), 3, 5, 2))
                .containsExactly(
                        new ScoringTask(0, 0, 1, 0, 5),
                        new ScoringTask(0, 1, 2, 0, 5),
                        new ScoringTask(0, 2, 3, 0, 5),
                        new ScoringTask(500, 0, 1, 0, 5),
                        new ScoringTask(500, 1, 2, 0, 5),
                        new ScoringTask(500, 2, 3, 0, 5));
        assertThat(ScoringTask.of(List.of(0), 2, 5, 4))
                .containsExactly(
                        new ScoringTask(0, 0, 1, 0, 2),
                        new ScoringTask(0, 0, 1, 2, 5),
                        new ScoringTask(0, 1, 2, 0, 2),
                        new ScoringTask(0, 1, 2, 2, 5));
    }

    /** The 10,000 test images of Fashion-MNIST, five severities. */
    @ParameterizedTest
    @CsvSource({"5, 1, 64, 100", "5, 8, 128, 200", "1, 1, 64, 20", "1, 8, 64, 80", "400, 1, 64, 200"})
    void cores(int conditions, int models, int cores, int tasks) {
        List<Integer> blocks = IntStream.range(0, 20).map(i -> 500 * i).boxed().toList();
        assertThat(ScoringTask.of(blocks, conditions, models, cores)).hasSize(tasks);
    }

    @Test
    void everyModelIsThereOnceForEachBlockAndCondition() {
        List<ScoringTask> pieces = ScoringTask.of(List.of(0, 500), 5, 7, 33);

        for (int start : new int[] {0, 500}) {
            for (int c = 0; c < 5; c++) {
                for (int m = 0; m < 7; m++) {
                    int condition = c;
                    int model = m;
                    assertThat(pieces.stream().filter(piece -> piece.start() == start && piece.has(condition, model)))
                            .hasSize(1);
                }
            }
        }
    }
}
