package dev.triptych.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** MLflow's REST interface, as far as the tests look. */
final class MlflowServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private final Optional<String> authorization;

  MlflowServer(Map<String, String> environment) {
    authorization =
        Optional.ofNullable(environment.get("MLFLOW_TRACKING_PASSWORD"))
            .map(password -> environment.get("MLFLOW_TRACKING_USERNAME") + ":" + password)
            .map(both -> both.getBytes(StandardCharsets.UTF_8))
            .map(both -> "Basic " + Base64.getEncoder().encodeToString(both));
    address = Objects.requireNonNull(environment.get("MLFLOW_TRACKING_URI"));
  }

  /** All runs of an experiment with this name, launches and portraits. */
  List<JsonNode> runs(String experiment) {
    String id =
        get("experiments/get-by-name", Map.of("experiment_name", experiment))
            .at("/experiment/experiment_id")
            .asText();
    ObjectNode query = JSON.createObjectNode().put("max_results", 1000);
    query.putArray("experiment_ids").add(id);
    List<JsonNode> runs = new ArrayList<>();
    post("runs/search", query).path("runs").forEach(runs::add);
    return runs;
  }

  /** A run with all that it has. */
  JsonNode run(String runId) {
    return get("runs/get", Map.of("run_id", runId)).path("run");
  }

  /** The steps of a metric, in the order in which MLflow has them. */
  List<Long> steps(String runId, String metric) {
    List<Long> steps = new ArrayList<>();
    get("metrics/get-history", Map.of("run_id", runId, "metric_key", metric))
        .path("metrics")
        .forEach(point -> steps.add(point.path("step").asLong()));
    return steps;
  }

  /** Names in a folder of a run's artefacts. */
  List<String> artefacts(String runId, String folder) {
    List<String> names = new ArrayList<>();
    get("artifacts/list", Map.of("run_id", runId, "path", folder))
        .path("files")
        .forEach(file -> names.add(file.path("path").asText()));
    return names;
  }

  /** A list of key-value objects, such as {@code /data/tags}, as a map. */
  static Map<String, String> map(JsonNode run, String pointer) {
    Map<String, String> map = new TreeMap<>();
    run.at(pointer)
        .forEach(entry -> map.put(entry.path("key").asText(), entry.path("value").asText()));
    return map;
  }

  private JsonNode get(String method, Map<String, String> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return send(request(method + query).GET().build());
  }

  private JsonNode post(String method, JsonNode body) {
    return send(
        request(method)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private HttpRequest.Builder request(String rest) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/api/2.0/mlflow/" + rest));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(request.uri() + " answers " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(request.uri() + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
