package org.meanfield.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** As much of an MLflow tracking server as its clients here need, which keeps what it is sent and checks MLflow's limits. */
public final class MlflowServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int NOT_FOUND = 404;

    /**
     * A request.
     *
     * @param path without {@code /api/2.0/}
     * @param body of a POST
     * @param authorization header; empty for none
     */
    public record Request(String method, String path, JsonNode body, String authorization) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new ArrayList<>();
    private final Map<String, ObjectNode> runs = new TreeMap<>();
    private final Map<String, byte[]> artifacts = new TreeMap<>();
    private boolean experiment;
    private String artifactRoot = "mlflow-artifacts:/7/%s/artifacts";
    /** Status of the n-th request, from 0; that of the server itself for 0. */
    private IntUnaryOperator statuses = number -> 0;

    private volatile long delayMillis;

    /** Starts one on a free port of the loopback address. */
    public MlflowServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Returns its address. */
    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lets requests fail. */
    public synchronized void answer(IntUnaryOperator status) {
        statuses = status;
    }

    /** Lets each answer take so long. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    /** Sets where runs have their files, with {@code %s} for the run. */
    public synchronized void artifactRoot(String root) {
        artifactRoot = root;
    }

    /** Returns all requests so far. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Returns method and path of each request. */
    public List<String> calls() {
        return requests().stream()
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    /** Returns the runs in the order of their creation: {@code info}, {@code tags}, {@code params} and {@code metrics}. */
    public synchronized List<JsonNode> runs() {
        return runs.values().stream().<JsonNode>map(ObjectNode::deepCopy).toList();
    }

    /** Returns the run with a tag of this value under {@code meanfield.run_id}. */
    public JsonNode run(String runId) {
        return runs().stream()
                .filter(run ->
                        run.path("tags").path("meanfield.run_id").asText().equals(runId))
                .findFirst()
                .orElseThrow();
    }

    /** Returns uploaded files by their paths. */
    public synchronized Map<String, byte[]> artifacts() {
        return Map.copyOf(artifacts);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            Thread.sleep(delayMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String path = exchange.getRequestURI().getRawPath().replaceFirst("^/api/2\\.0/", "");
        ObjectNode answer = JSON.createObjectNode();
        int status;
        synchronized (this) {
            boolean post = exchange.getRequestMethod().equals("POST");
            JsonNode json = post ? JSON.readTree(body) : JSON.createObjectNode();
            int wanted = statuses.applyAsInt(requests.size());
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(
                    new Request(exchange.getRequestMethod(), path, json, authorization == null ? "" : authorization));
            status = wanted == 0 ? answer(path, exchange, json, body, answer) : wanted;
        }
        byte[] text = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private int answer(String path, HttpExchange exchange, JsonNode json, byte[] body, ObjectNode answer) {
        if (path.startsWith("mlflow-artifacts/artifacts/")) {
            String length = exchange.getRequestHeaders().getFirst("Content-Length");
            artifacts.put(
                    URLDecoder.decode(path.substring("mlflow-artifacts/artifacts/".length()), StandardCharsets.UTF_8),
                    body);
            return length == null ? BAD : OK;
        }
        return switch (path) {
            case "mlflow/experiments/get-by-name" -> {
                if (!experiment) {
                    answer.put("error_code", "RESOURCE_DOES_NOT_EXIST").put("message", "No such experiment");
                    yield NOT_FOUND;
                }
                answer.putObject("experiment").put("experiment_id", "7");
                yield OK;
            }
            case "mlflow/experiments/create" -> {
                experiment = true;
                answer.put("experiment_id", "7");
                yield OK;
            }
            case "mlflow/runs/create" -> {
                String id = "r%03d".formatted(runs.size());
                ObjectNode run = runs.computeIfAbsent(id, key -> JSON.createObjectNode());
                run.putObject("info")
                        .put("run_id", id)
                        .put("status", "RUNNING")
                        .put("run_name", json.path("run_name").asText())
                        .put("experiment_id", json.path("experiment_id").asText())
                        .put("start_time", json.path("start_time").asLong())
                        .put("artifact_uri", artifactRoot.formatted(id));
                run.putObject("params");
                run.putArray("metrics");
                pairs(json.path("tags"), run.putObject("tags"), 5000);
                answer.putObject("run").set("info", run.path("info"));
                yield OK;
            }
            case "mlflow/runs/log-batch" -> log(json, answer, body.length);
            case "mlflow/runs/update" -> {
                ObjectNode info =
                        (ObjectNode) runs.get(json.path("run_id").asText()).path("info");
                info.set("status", json.path("status"));
                info.remove("end_time");
                if (json.has("end_time")) {
                    info.set("end_time", json.path("end_time"));
                }
                yield OK;
            }
            case "mlflow/runs/search" -> {
                search(json, answer.putArray("runs"));
                yield OK;
            }
            default -> NOT_FOUND;
        };
    }

    private int log(JsonNode json, ObjectNode answer, int bytes) {
        ObjectNode run = runs.get(json.path("run_id").asText());
        if (bytes > 1_000_000
                || json.path("metrics").size() > 1000
                || json.path("params").size() > 100
                || json.path("tags").size() > 100) {
            answer.put("error_code", "INVALID_PARAMETER_VALUE").put("message", "too much at once");
            return BAD;
        }
        json.path("metrics").forEach(((ArrayNode) run.path("metrics"))::add);
        pairs(json.path("tags"), (ObjectNode) run.path("tags"), 5000);
        pairs(json.path("params"), (ObjectNode) run.path("params"), 500);
        return OK;
    }

    private static void pairs(JsonNode from, ObjectNode into, int longest) {
        from.forEach(pair -> {
            String key = pair.path("key").asText();
            String value = pair.path("value").asText();
            if (!key.matches("[/\\w.\\- ]{1,250}") || value.length() > longest) {
                throw new IllegalArgumentException(key + " is refused");
            }
            into.put(key, value);
        });
    }

    /** By one tag, the newest first, with the last value of each metric. */
    private void search(JsonNode json, ArrayNode found) {
        String filter = json.path("filter").asText();
        for (ObjectNode run : runs.values()) {
            String id = run.path("tags").path("meanfield.run_id").asText();
            if (filter.equals("tags.`meanfield.run_id` = '%s'".formatted(id))) {
                ObjectNode copy = JSON.createObjectNode();
                copy.set("info", run.path("info"));
                Map<String, JsonNode> last = new TreeMap<>();
                run.path("metrics")
                        .forEach(metric -> last.put(metric.path("key").asText(), metric));
                last.values().forEach(copy.putObject("data").putArray("metrics")::add);
                found.removeAll();
                found.add(copy);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
