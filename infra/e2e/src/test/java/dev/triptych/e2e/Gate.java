package dev.triptych.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A reverse proxy before MLflow, as operators have one: it speaks TLS, MLflow lies under a path,
 * and answers those alone who show a password or a token.
 */
final class Gate implements AutoCloseable {
  private static final String PATH = "/tools/mlflow";
  private static final int UNAUTHORIZED = 401;
  private static final String USER = "somebody";

  private final String password = UUID.randomUUID().toString();
  private final String token = UUID.randomUUID().toString();
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String mlflow;

  /**
   * @param mlflow its address
   * @param authority signs the gate's certificate
   */
  Gate(String mlflow, Authority authority) throws IOException {
    this.mlflow = mlflow;
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
    server = secure;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private String address() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + PATH;
  }

  /** Variables of a program that shows the password. */
  Map<String, String> withPassword() {
    return Map.of(
        "MLFLOW_TRACKING_URI", address(),
        "MLFLOW_TRACKING_USERNAME", USER,
        "MLFLOW_TRACKING_PASSWORD", password);
  }

  /** Variables of a program that shows the token. */
  Map<String, String> withToken() {
    return Map.of("MLFLOW_TRACKING_URI", address(), "MLFLOW_TRACKING_TOKEN", token);
  }

  /** What clients showed, with the scheme alone: {@code Basic}, {@code Bearer}, or nothing. */
  Set<String> shown() {
    return Set.copyOf(shown);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      List<String> headers = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
      String authorization = headers.isEmpty() ? "" : headers.get(0);
      String basic = USER + ":" + password;
      boolean known =
          authorization.equals("Bearer " + token)
              || authorization.equals(
                  "Basic "
                      + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
      String path = exchange.getRequestURI().toString();
      shown.add(authorization.split(" ", 2)[0]);
      if (!known || !path.startsWith(PATH + "/")) {
        exchange.sendResponseHeaders(UNAUTHORIZED, -1);
        return;
      }
      pass(exchange, path.substring(PATH.length()), body);
    }
  }

  private void pass(HttpExchange exchange, String path, byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(mlflow + path))
            .header("Content-Type", "application/json")
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      response
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(response.statusCode(), response.body().length);
      exchange.getResponseBody().write(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
