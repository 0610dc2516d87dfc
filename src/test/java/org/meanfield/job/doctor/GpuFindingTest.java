package org.meanfield.job.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.train.Dl4jEngine;
import org.meanfield.train.Engine;
import org.meanfield.train.TorchEngine;

final class GpuFindingTest {
    @ParameterizedTest
    @CsvSource({
        "spark://host:7077, 1, cuda, CpuBackend, OK, the engine computes on one for each executor",
        "spark://host:7077, 0, cuda, CpuBackend, WARNING, 'Spark assigns none, and the engine computes on one'",
        "local[2], 0, cuda, CpuBackend, OK, the engine computes on one for each executor",
        "yarn, 1, cpu, CpuBackend, WARNING, 'Spark assigns 1 to each executor, and the engine computes on processors'",
        "yarn, 0, cpu, CpuBackend, OK, none: the engine computes on processors",
        "yarn, 0, dl4j, JCublasBackend, WARNING, 'Spark assigns none, and the engine computes on one'",
        "yarn, 2, dl4j, CpuBackend, WARNING, 'Spark assigns 2 to each executor, and the engine computes on processors'",
    })
    void whatSparkAssignsIsComparedWithWhatTheEngineUses(
            String master, String amount, String engine, String backend, Finding.Level level, String found) {
        SparkConf conf = new SparkConf(false).set("spark.master", master).set(GpuFinding.AMOUNT, amount);

        Finding finding = GpuFinding.of(conf, engine(engine), backend);

        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.found()).isEqualTo(found);
    }

    private static Engine engine(String name) {
        return switch (name) {
            case "cuda" -> new TorchEngine(TorchEngine.Device.CUDA, TorchEngine.Precision.FLOAT32);
            case "cpu" -> new TorchEngine(TorchEngine.Device.CPU, TorchEngine.Precision.FLOAT32);
            default -> new Dl4jEngine();
        };
    }
}
