package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;

final class ClusterModeTest {
    private static final String DEPLOY_MODE = "spark.submit.deployMode";
    private static final String IN_POD = "spark.kubernetes.submitInDriver";

    @AfterEach
    void forget() {
        System.clearProperty(DEPLOY_MODE);
        System.clearProperty(IN_POD);
    }

    @Test
    void isWhatSparkSubmitSays() {
        assertThat(ClusterMode.isOn()).isFalse();
        System.setProperty(DEPLOY_MODE, "client");
        assertThat(ClusterMode.isOn()).isFalse();
        System.setProperty(IN_POD, "true");
        assertThat(ClusterMode.isOn()).isTrue();
        assertThat(ClusterMode.isApplicationMaster()).as("in a pod").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/out", "s3a://bucket/out", "hdfs:///out", "file:/out", "~/out"})
    void takesAnOutputThatStays(String output) {
        System.setProperty(DEPLOY_MODE, "cluster");
        assertThatCode(() -> ClusterMode.checkOutput("--output", output)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnOutputInTheDriversOwnFolder() {
        assertThatCode(() -> ClusterMode.checkOutput("--output", "out")).doesNotThrowAnyException();
        System.setProperty(DEPLOY_MODE, "cluster");
        assertThatThrownBy(() -> ClusterMode.checkOutput("--output", "out"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--output is out but must be an absolute path or an address in cluster mode, "
                        + "where the driver's own folder is deleted");
    }
}
