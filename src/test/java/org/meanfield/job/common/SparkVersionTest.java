package org.meanfield.job.common;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Versions;

final class SparkVersionTest {
    @Test
    void theJarMustBeThatForTheRunningSpark() {
        boolean three = Versions.of("spark").startsWith("3.");
        String other = three ? "4.0.2" : "3.5.8";

        assertThatCode(() -> SparkVersion.check(three ? "3.5.9-amzn-0" : "4.1.3"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> SparkVersion.check(other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("The jar is %s, for Spark %s, but this is Spark %s: take %s"
                        .formatted(
                                three ? "meanfield.jar" : "meanfield-spark4.jar",
                                Versions.of("spark"),
                                other,
                                three ? "meanfield-spark4.jar" : "meanfield.jar"));
    }
}
