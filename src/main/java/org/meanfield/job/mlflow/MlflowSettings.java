package org.meanfield.job.mlflow;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where MLflow is and how to talk to it, by MLflow's own environment variables.
 *
 * @param tracking address of the tracking server, without credentials and without a slash at the end
 * @param experiment name of the experiment, which is created if there is none
 * @param authorization value of the header of this name; empty for none
 * @param timeout of a request; of a file it is twelve times as long
 * @param pause before a request that has failed is made again, then three times as long
 * @param patience the longest time for which a run that is over waits for what is still to be sent
 */
record MlflowSettings(
        URI tracking,
        String experiment,
        Optional<String> authorization,
        Duration timeout,
        Duration pause,
        Duration patience) {
    private static final String URI_VARIABLE = "MLFLOW_TRACKING_URI";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_SECONDS = 3600;

    /**
     * Returns what the environment says.
     *
     * @param environment variables by name
     * @param properties Spark's {@code spark.meanfield.mlflow.trackingUri} and {@code …experiment}, which come before the environment's
     * @return empty if no tracking server is named
     * @throws IllegalArgumentException if one is that is not served by HTTP, in words that name no credentials
     */
    static Optional<MlflowSettings> of(Map<String, String> environment, UnaryOperator<String> properties) {
        String property = properties.apply("trackingUri");
        String given = property.isBlank() ? environment.getOrDefault(URI_VARIABLE, "") : property;
        if (given.isBlank()) {
            return Optional.empty();
        }
        URI uri = http(given.strip());
        String experiment = properties.apply("experiment");
        return Optional.of(new MlflowSettings(
                withoutUser(uri),
                experiment.isBlank() ? environment.getOrDefault("MLFLOW_EXPERIMENT_NAME", "meanfield") : experiment,
                authorization(uri, environment),
                Duration.ofSeconds(seconds(environment.getOrDefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "10"))),
                PAUSE,
                PATIENCE));
    }

    private static URI http(String given) {
        try {
            URI uri = new URI(given);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The message has the whole address, with its password.
        }
        throw new IllegalArgumentException(
                URI_VARIABLE + " is not the address of a server, such as http://mlflow.example.com:5000");
    }

    private static URI withoutUser(URI uri) {
        try {
            String path = Optional.ofNullable(uri.getPath()).orElse("").replaceFirst("/+$", "");
            return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // parts of one that has been read
        }
    }

    private static Optional<String> authorization(URI uri, Map<String, String> environment) {
        String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
        String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
        if (!user.isEmpty()) {
            return Optional.of(basic(user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "")));
        }
        if (!token.isEmpty()) {
            return Optional.of("Bearer " + token);
        }
        return Optional.ofNullable(uri.getUserInfo()).map(MlflowSettings::basic);
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static int seconds(String given) {
        if (!given.matches("[1-9][0-9]{0,3}") || Integer.parseInt(given) > MOST_SECONDS) {
            throw new IllegalArgumentException(
                    "MLFLOW_HTTP_REQUEST_TIMEOUT is not a number of seconds in 1 … " + MOST_SECONDS);
        }
        return Integer.parseInt(given);
    }

    /** Names no credentials. */
    @Override
    public String toString() {
        return "MLflow at " + tracking;
    }
}
