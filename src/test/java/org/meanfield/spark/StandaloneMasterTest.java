package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;
import org.meanfield.spark.StandaloneMaster.Worker;

final class StandaloneMasterTest {
    private static final List<Worker> WORKERS = List.of(new Worker(8, 1024), new Worker(2, 4096));

    @Test
    void refusesAnExecutorThatNoWorkerIsLargeEnoughFor() {
        assertThatThrownBy(() -> check("spark.executor.memory", "5g"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "spark.executor.memory is 5g but must be at most 4096m: no worker of spark://m:7077 has more");
        assertThatThrownBy(() -> check("spark.executor.memory", "2g", "spark.executor.cores", "4"))
                .hasMessage("spark.executor.cores is 4 but must be at most 2: "
                        + "no worker of spark://m:7077 with the memory for an executor has more");
        assertThatThrownBy(() -> check("spark.executor.memory", "1g", "spark.task.cpus", "9"))
                .hasMessageStartingWith("spark.task.cpus is 9 but must be at most 8: ");
    }

    @Test
    void takesOneThatFitsOrMayFitLater() {
        assertThatCode(() -> check("spark.executor.memory", "4g", "spark.executor.cores", "2"))
                .doesNotThrowAnyException();
        assertThatCode(() -> check("spark.executor.cores", "8")).doesNotThrowAnyException();
        StandaloneMaster none = new StandaloneMaster("spark://m:7077", List.of(), 1, conf());
        assertThatCode(none::checkSizes).doesNotThrowAnyException();
        assertThat(none.summary()).isEqualTo("spark://m:7077 has no workers");
        assertThat(new StandaloneMaster("spark://m:7077", WORKERS, 3, conf()).summary())
                .isEqualTo("the 2 workers of spark://m:7077 have 10 cores, which 2 other applications share");
    }

    private static void check(String... settings) {
        new StandaloneMaster("spark://m:7077", WORKERS, 1, conf(settings)).checkSizes();
    }

    private static SparkConf conf(String... settings) {
        SparkConf conf = new SparkConf(false);
        for (int i = 0; i < settings.length; i += 2) {
            conf.set(settings[i], settings[i + 1]);
        }
        return conf;
    }
}
