package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;

final class ExecutorWaitTest {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(600);
    private static final long QUIET = TimeUnit.SECONDS.toNanos(3);
    private static final long MINUTE = TimeUnit.SECONDS.toNanos(61);

    @Test
    void waitsForThoseThatHaveRegisteredAndForMoreUntilItIsQuiet() {
        assertThat(isOver(3, 3, true, 0, 0)).isTrue();
        assertThat(isOver(3, 4, true, QUIET, QUIET)).isFalse();
        assertThat(isOver(3, 3, false, QUIET / 3, QUIET)).isFalse();
        assertThat(isOver(3, 3, false, QUIET, QUIET)).isTrue();
        assertThat(isOver(0, 0, true, QUIET, QUIET)).isFalse();
    }

    @Test
    void afterAMinuteItBeginsWithThoseThatAreReady() {
        assertThat(isOver(3, 5, false, 0, MINUTE)).isTrue();
        assertThat(isOver(0, 5, false, 0, MINUTE)).isFalse();
    }

    @Test
    void givesUpWhenItsPatienceEnds() {
        assertThatThrownBy(() -> isOver(0, 0, true, 0, PATIENCE + 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No executor has registered within 600 seconds (spark.meanfield.executorWait): "
                        + "does the cluster have free cores and memory?");
        assertThat(ExecutorWait.isOver(1, 2, false, 0, QUIET, QUIET - 1))
                .as("some are ready")
                .isTrue();
    }

    @Test
    void patienceIsASetting() {
        assertThat(ExecutorWait.patience(new SparkConf(false))).isEqualTo(PATIENCE);
        assertThat(ExecutorWait.patience(set("90s"))).isEqualTo(TimeUnit.SECONDS.toNanos(90));
        for (String wrong : new String[] {"0", "-1s", "soon"}) {
            assertThatThrownBy(() -> ExecutorWait.patience(set(wrong)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("spark.meanfield.executorWait is %s but must be a positive time such as 90s or 10min"
                            .formatted(wrong));
        }
    }

    private static SparkConf set(String value) {
        return new SparkConf(false).set("spark.meanfield.executorWait", value);
    }

    private static boolean isOver(int ready, int registered, boolean enough, long quiet, long waited) {
        return ExecutorWait.isOver(ready, registered, enough, quiet, waited, PATIENCE);
    }
}
