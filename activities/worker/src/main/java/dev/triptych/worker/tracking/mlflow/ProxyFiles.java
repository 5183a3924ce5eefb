package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.errors.TriptychException.TrackerAway;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code mlflow-artifacts:/…}: the server takes the files itself. */
final class ProxyFiles implements RunFiles {
  private static final String API = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofMinutes(1); // a report of some megabytes

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .version(HttpClient.Version.HTTP_1_1) // MLflow's servers speak no other
          .build();
  private final TrackingServer server;
  private final String root;

  private ProxyFiles(TrackingServer server, String root) {
    this.server = server;
    this.root = root;
  }

  /** An address with a host names a server of its own; ours is let in there as here. */
  static ProxyFiles of(URI uri, TrackingServer server) {
    @Nullable String path = uri.getPath();
    String base = server.uri().toString();
    if (uri.getHost() != null) {
      base =
          server.uri().getScheme()
              + "://"
              + uri.getHost()
              + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
    TrackingServer there =
        new TrackingServer(URI.create(base), server.username(), server.password(), server.token());
    return new ProxyFiles(there, path == null ? "" : path.replaceAll("^/+|/+$", ""));
  }

  @Override
  public void put(String path, byte[] content, String mediaType) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.uri() + API + escaped(root + "/" + path)))
            .timeout(ANSWER)
            .header("Content-Type", mediaType)
            .PUT(BodyPublishers.ofByteArray(content));
    server.authorization().ifPresent(value -> request.header("Authorization", value));
    HttpResponse<String> answer;
    try {
      answer = client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw Refusals.unanswered(e, server);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrackerAway(server.toString(), "interrupted");
    }
    if (answer.statusCode() >= 300) {
      throw Refusals.of(answer.statusCode(), answer.body(), server);
    }
  }

  private static String escaped(String path) {
    return Arrays.stream(path.split("/"))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
