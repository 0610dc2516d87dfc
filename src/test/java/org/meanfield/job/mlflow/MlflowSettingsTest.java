package org.meanfield.job.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MlflowSettingsTest {
    private static final String URI_VARIABLE = "MLFLOW_TRACKING_URI";

    private static MlflowSettings of(Map<String, String> environment) {
        return MlflowSettings.of(environment, key -> "").orElseThrow();
    }

    @Test
    void theEnvironmentIsMlflows() {
        MlflowSettings settings = of(Map.of(
                URI_VARIABLE,
                "https://mlflow.example.com/base/",
                "MLFLOW_EXPERIMENT_NAME",
                "digits",
                "MLFLOW_HTTP_REQUEST_TIMEOUT",
                "30"));
        assertThat(settings.tracking()).isEqualTo(URI.create("https://mlflow.example.com/base"));
        assertThat(settings.experiment()).isEqualTo("digits");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.authorization()).isEmpty();
    }

    @Test
    void sparksSettingsComeFirst() {
        MlflowSettings settings = MlflowSettings.of(
                        Map.of(URI_VARIABLE, "http://one:5000", "MLFLOW_EXPERIMENT_NAME", "one"),
                        key -> key.equals("trackingUri") ? "http://two:5000" : "two")
                .orElseThrow();
        assertThat(settings.tracking()).isEqualTo(URI.create("http://two:5000"));
        assertThat(settings.experiment()).isEqualTo("two");
    }

    @Test
    void aUserInTheAddressIsNotKeptThere() {
        MlflowSettings settings = of(Map.of(URI_VARIABLE, "http://me:Planted3@host:5000"));
        assertThat(settings.tracking()).isEqualTo(URI.create("http://host:5000"));
        assertThat(settings.authorization()).contains("Basic bWU6UGxhbnRlZDM="); // by coreutils' base64
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///tmp/mlruns",
                "databricks",
                "http://",
                "sqlite:///Planted3.db",
                "http://me:Planted3@ho st"
            })
    void anAddressOfNoServerIsNamedWithoutItself(String uri) {
        assertThatThrownBy(() -> of(Map.of(URI_VARIABLE, uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "MLFLOW_TRACKING_URI is not the address of a server, such as http://mlflow.example.com:5000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "3601", "99999999999", "soon"})
    void aTimeoutIsANumberOfSeconds(String seconds) {
        assertThatThrownBy(() -> of(Map.of(URI_VARIABLE, "http://host", "MLFLOW_HTTP_REQUEST_TIMEOUT", seconds)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MLFLOW_HTTP_REQUEST_TIMEOUT is not a number of seconds in 1 … 3600");
    }
}
