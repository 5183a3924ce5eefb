package dev.triptych.worker.tracking.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.triptych.worker.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of MLflow's REST API as we use, as strict as the real one: batches have limits, a
 * parameter keeps its first value, names have few characters, what is in the trash takes nothing.
 * Unlike the real one it keeps every metric that it is sent, so that tests see what is sent twice.
 */
final class FakeMlflow implements AutoCloseable {
  private static final String API = "/api/2.0/mlflow/";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final Pattern TAG_FILTER = Pattern.compile("tags\\.`([^`]+)` = '([^']+)'");
  private static final Pattern NAME = Pattern.compile("[/\\w.\\- :]{1,250}");

  /** One point of a metric. */
  record Metric(String key, double value, long step, long timestamp) {}

  /** One run. */
  static final class Run {
    final String id;
    final String experiment;
    final Map<String, String> tags = new TreeMap<>();
    final Map<String, String> params = new TreeMap<>();
    final List<Metric> metrics = new ArrayList<>();
    final List<JsonNode> inputs = new ArrayList<>();
    final String name;
    final long start;
    String status = "RUNNING";
    String stage = "active";
    long end;

    Run(String id, String experiment, String name, long start) {
      this.id = id;
      this.experiment = experiment;
      this.name = name;
      this.start = start;
    }

    List<Metric> metrics(String key) {
      return metrics.stream().filter(metric -> metric.key().equals(key)).toList();
    }
  }

  private record Refusal(int status, String code, String message) {}

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    Refused(int status, String code, String message) {
      this.refusal = new Refusal(status, code, message);
    }
  }

  private final HttpServer server;
  private final String artifactRoot;
  final Map<String, String> experiments = new LinkedHashMap<>(); // name to id
  final List<String> trash = new ArrayList<>(); // ids of experiments
  final List<Run> runs = new ArrayList<>();
  final Map<String, byte[]> files = new TreeMap<>();
  final List<String> requests = new ArrayList<>();
  String authorization = "";
  volatile int down; // status to answer everything with; 0 to work

  FakeMlflow() {
    this(0, "mlflow-artifacts:");
  }

  FakeMlflow(int port, String artifactRoot) {
    this.artifactRoot = artifactRoot;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Map<String, String> environment() {
    return Map.of("MLFLOW_TRACKING_URI", address());
  }

  TrackingServer server() {
    return TrackingServer.of(environment()).orElseThrow();
  }

  /** The run of this name; there must be one alone. */
  synchronized Run run(String name) {
    List<Run> found =
        runs.stream().filter(run -> run.name.equals(name) && run.stage.equals("active")).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " runs are called " + name);
    }
    return found.get(0);
  }

  synchronized int countOf(String request) {
    return (int) requests.stream().filter(request::equals).count();
  }

  private void answer(HttpExchange exchange) throws IOException {
    int status = 200;
    byte[] body;
    try {
      body = work(exchange).getBytes(UTF_8);
    } catch (Refused e) {
      status = e.refusal.status();
      body = Json.bytes(Map.of("error_code", e.refusal.code(), "message", e.refusal.message()));
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized String work(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (down != 0) {
      throw new Refused(down, "INTERNAL_ERROR", "away");
    }
    String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!authorization.isEmpty() && !authorization.equals(given)) {
      throw new Refused(401, "UNAUTHENTICATED", "You are not authenticated.");
    }
    if (path.equals("/version")) {
      return "3.17.2";
    }
    if (path.startsWith(FILES)) {
      files.put(path.substring(FILES.length()), body);
      return "{}";
    }
    requests.add(path.substring(API.length()));
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    JsonNode json = body.length == 0 ? Json.tree(Map.of()) : Json.parse(body, JsonNode.class);
    return Json.text(call(path.substring(API.length()), query, json));
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return query;
  }

  private Object call(String endpoint, Map<String, String> query, JsonNode body) {
    return switch (endpoint) {
      case "experiments/get-by-name" ->
          Map.of("experiment", experiment(query.get("experiment_name")));
      case "experiments/create" -> createExperiment(body.path("name").asText());
      case "experiments/delete" -> answer(() -> trash.add(body.path("experiment_id").asText()));
      case "experiments/restore" -> answer(() -> trash.remove(body.path("experiment_id").asText()));
      case "runs/create" -> Map.of("run", shown(createRun(body)));
      case "runs/get" -> Map.of("run", shown(known(query.get("run_id"))));
      case "runs/search" -> Map.of("runs", search(body).stream().map(this::shown).toList());
      case "runs/log-batch" -> answer(() -> log(body));
      case "runs/update" -> update(body);
      case "runs/delete" -> answer(() -> known(body.path("run_id").asText()).stage = "deleted");
      case "runs/log-inputs" ->
          answer(() -> body.path("datasets").forEach(active(body).inputs::add));
      default -> throw new Refused(404, "ENDPOINT_NOT_FOUND", endpoint);
    };
  }

  private static Object answer(Runnable work) {
    work.run();
    return Map.of();
  }

  private Map<String, String> experiment(String name) {
    String id = experiments.get(name);
    if (id == null) {
      throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "no experiment " + name);
    }
    String stage = trash.contains(id) ? "deleted" : "active";
    return Map.of("experiment_id", id, "name", name, "lifecycle_stage", stage);
  }

  private Object createExperiment(String name) {
    if (experiments.containsKey(name)) {
      throw new Refused(400, "RESOURCE_ALREADY_EXISTS", name);
    }
    String id = Integer.toString(experiments.size() + 1);
    experiments.put(name, id);
    return Map.of("experiment_id", id);
  }

  private Run createRun(JsonNode body) {
    Run run =
        new Run(
            "run" + (runs.size() + 1),
            body.path("experiment_id").asText(),
            body.path("run_name").asText(),
            body.path("start_time").asLong());
    body.path("tags").forEach(tag -> run.tags.put(text(tag, "key"), text(tag, "value")));
    runs.add(run);
    return run;
  }

  private List<Run> search(JsonNode body) {
    Matcher filter = TAG_FILTER.matcher(body.path("filter").asText());
    if (!filter.matches()) {
      throw new Refused(400, "INVALID_PARAMETER_VALUE", "filter");
    }
    return runs.stream()
        .filter(run -> body.path("experiment_ids").path(0).asText().equals(run.experiment))
        .filter(run -> filter.group(2).equals(run.tags.get(filter.group(1))))
        .toList();
  }

  private void log(JsonNode body) {
    Run run = active(body);
    limit(body.path("metrics"), 1000);
    limit(body.path("params"), 100);
    limit(body.path("tags"), 100);
    for (JsonNode param : body.path("params")) {
      String key = text(param, "key");
      String value = text(param, "value");
      String before = run.params.get(key);
      if (value.length() > 6000) {
        throw new Refused(400, "INVALID_PARAMETER_VALUE", key + " exceeds the maximum length");
      }
      if (before != null && !before.equals(value)) {
        throw new Refused(400, "INVALID_PARAMETER_VALUE", "Changing param values is not allowed");
      }
      run.params.put(key, value);
    }
    for (JsonNode metric : body.path("metrics")) {
      double value = metric.path("value").asDouble(Double.NaN);
      long step = metric.path("step").asLong();
      long timestamp = metric.path("timestamp").asLong();
      run.metrics.add(new Metric(text(metric, "key"), value, step, timestamp));
    }
    body.path("tags").forEach(tag -> run.tags.put(text(tag, "key"), text(tag, "value")));
  }

  private static void limit(JsonNode all, int most) {
    if (all.size() > most) {
      throw new Refused(400, "INVALID_PARAMETER_VALUE", all.size() + " at once");
    }
    for (JsonNode one : all) {
      if (!NAME.matcher(text(one, "key")).matches()) {
        throw new Refused(400, "INVALID_PARAMETER_VALUE", "name " + text(one, "key"));
      }
    }
  }

  private Object update(JsonNode body) {
    Run run = active(body);
    run.status = body.path("status").asText();
    run.end = body.path("end_time").asLong(run.end);
    return Map.of("run_info", info(run));
  }

  private Run active(JsonNode body) {
    Run run = known(body.path("run_id").asText());
    if (!run.stage.equals("active")) {
      throw new Refused(400, "INVALID_PARAMETER_VALUE", "must be in the 'active' state");
    }
    return run;
  }

  private Run known(String id) {
    return runs.stream()
        .filter(run -> run.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new Refused(404, "RESOURCE_DOES_NOT_EXIST", "no run " + id));
  }

  private Object shown(Run run) {
    return Map.of(
        "info", info(run), "data", Map.of("params", pairs(run.params), "tags", pairs(run.tags)));
  }

  private Object info(Run run) {
    String artifacts = artifactRoot + "/" + run.experiment + "/" + run.id + "/artifacts";
    return Map.of(
        "run_id", run.id,
        "experiment_id", run.experiment,
        "status", run.status,
        "start_time", run.start,
        "artifact_uri", artifacts,
        "lifecycle_stage", run.stage);
  }

  private static List<Map<String, String>> pairs(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> Map.of("key", entry.getKey(), "value", entry.getValue()))
        .toList();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
