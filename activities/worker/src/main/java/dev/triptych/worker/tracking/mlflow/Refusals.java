package dev.triptych.worker.tracking.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.errors.TriptychException.TrackerAway;
import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import dev.triptych.worker.errors.UntrustedServer;
import dev.triptych.worker.json.Json;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.mlflow.tracking.MlflowHttpException;

/** What a server's refusal means, and how to mend it. Says nothing of what was sent. */
final class Refusals {
  private static final int MESSAGE = 300; // characters of the server's own words

  private Refusals() {}

  static TriptychException of(RuntimeException e, TrackingServer server) {
    if (e instanceof MlflowHttpException http) {
      return of(http.getStatusCode(), http.getBodyMessage(), server);
    }
    return unanswered(e.getCause() == null ? e : e.getCause(), server);
  }

  /** What it means that there is no answer. */
  static TriptychException unanswered(Throwable cause, TrackingServer server) {
    return UntrustedServer.is(cause)
        ? new TrackerRefused(
            "MLflow's certificate is not trusted", server.toString(), UntrustedServer.MEND)
        : new TrackerAway(server.toString(), reason(cause));
  }

  /** What an HTTP status means, with the beginning of the answer's body. */
  static TriptychException of(int status, @Nullable String body, TrackingServer server) {
    String where = server.toString();
    String said = said(body);
    return switch (status) {
      case 401 ->
          new TrackerRefused(
              "MLflow does not accept the credentials (401)",
              where,
              "Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or"
                  + " MLFLOW_TRACKING_TOKEN, to valid ones.");
      case 403 ->
          new TrackerRefused(
              "MLflow does not allow it (403)" + said,
              where,
              "Ask for the permission to edit the experiment, or use another user or token. A"
                  + " server also answers like this if its --allowed-hosts does not list its name.");
      case 404 ->
          new TrackerRefused(
              "MLflow has nothing there (404)" + said,
              where,
              "Check that MLFLOW_TRACKING_URI is the address of an MLflow server. What was deleted"
                  + " in MLflow is restored with `mlflow experiments restore` or `mlflow runs"
                  + " restore`.");
      case 408, 429, 500, 502, 503, 504 -> new TrackerAway(where, "status " + status);
      default ->
          new TrackerRefused(
              "MLflow refuses (" + status + ")" + said,
              where,
              "Look into the server's log; Triptych is tested with MLflow 3.17.");
    };
  }

  /** In a few words, without anything of the request; the same from every client. */
  private static String reason(Throwable failure) {
    return failure instanceof ConnectException
        ? "no connection"
        : failure.getClass().getSimpleName();
  }

  static boolean notThere(MlflowHttpException e) {
    String body = e.getBodyMessage();
    return e.getStatusCode() == 404 && body != null && body.contains("RESOURCE_DOES_NOT_EXIST");
  }

  private static String said(@Nullable String body) {
    if (body == null || body.isBlank()) {
      return "";
    }
    String message;
    try {
      byte[] json = body.getBytes(StandardCharsets.UTF_8);
      message = Json.parse(json, JsonNode.class).path("message").asText("");
    } catch (UncheckedIOException e) {
      return ""; // a page for browsers
    }
    String line = message.replaceAll("\\s+", " ").strip();
    return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(MESSAGE, line.length()));
  }
}
