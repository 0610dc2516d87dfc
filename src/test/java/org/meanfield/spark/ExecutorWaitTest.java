package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;

final class ExecutorWaitTest {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(600);
    private static final long SOON = TimeUnit.SECONDS.toNanos(3);
    private static final long MINUTE = TimeUnit.SECONDS.toNanos(61);

    @Test
    void waitsForThoseThatHaveRegisteredAndForMoreUntilItIsQuiet() {
        assertThat(isOver(3, 3, true, false, 0)).isTrue();
        assertThat(isOver(3, 4, true, true, SOON)).isFalse();
        assertThat(isOver(3, 3, false, false, SOON)).isFalse();
        assertThat(isOver(3, 3, false, true, SOON)).isTrue();
        assertThat(isOver(0, 0, true, true, SOON)).isFalse();
    }

    @Test
    void afterAMinuteItBeginsWithThoseThatAreReady() {
        assertThat(isOver(3, 5, false, false, MINUTE)).isTrue();
        assertThat(isOver(0, 5, false, false, MINUTE)).isFalse();
    }

    @Test
    void givesUpWhenItsPatienceEnds() {
        assertThatThrownBy(() -> isOver(0, 0, true, false, PATIENCE + 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No executor has registered within 600 seconds (spark.meanfield.executorWait): "
                        + "does the cluster have free cores and memory?");
        assertThat(ExecutorWait.isOver(1, 2, false, false, SOON, SOON - 1))
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

    private static boolean isOver(int ready, int registered, boolean enough, boolean quiet, long waited) {
        return ExecutorWait.isOver(ready, registered, enough, quiet, waited, PATIENCE);
    }
}
