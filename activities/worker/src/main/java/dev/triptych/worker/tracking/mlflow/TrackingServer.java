package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.address.WebAddress;
import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.mlflow.tracking.creds.MlflowHostCredsProvider;

/**
 * An MLflow server and how to be let in, as MLflow's own environment variables say. Its text is its
 * address alone.
 *
 * @param uri without user, password and trailing slash
 * @param username null without basic authentication
 * @param password null without basic authentication
 * @param token null unless the server wants one
 */
public record TrackingServer(
    URI uri, @Nullable String username, @Nullable String password, @Nullable String token) {
  static final String ADDRESS = "MLFLOW_TRACKING_URI";
  private static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
  private static final String FORM = "Set it to a server's address, for instance http://host:5000.";

  /**
   * The server that {@code environment} names; empty if it names none.
   *
   * @throws TrackerRefused if what it names is no server
   */
  public static Optional<TrackingServer> of(Map<String, String> environment) {
    Function<String, @Nullable String> variable =
        name -> {
          String value = environment.getOrDefault(name, "").strip();
          return value.isEmpty() ? null : value;
        };
    String address = variable.apply(ADDRESS);
    if (address == null) {
      return Optional.empty();
    }
    URI uri =
        WebAddress.parse(
            address,
            problem -> new TrackerRefused("The MLflow server's address " + problem, ADDRESS, FORM));
    String username = variable.apply(USERNAME);
    String password = variable.apply(PASSWORD);
    String user = uri.getUserInfo();
    if (user != null && username == null && password == null) {
      int colon = user.indexOf(':');
      username = colon < 0 ? user : user.substring(0, colon);
      password = colon < 0 ? null : user.substring(colon + 1);
    }
    if ((username == null) != (password == null)) {
      throw new TrackerRefused(
          "Only one of " + USERNAME + " and " + PASSWORD + " is set",
          "environment",
          "Set both, or neither.");
    }
    return Optional.of(new TrackingServer(bare(uri), username, password, variable.apply(TOKEN)));
  }

  private static URI bare(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
    return URI.create(uri.getScheme() + "://" + uri.getHost() + port + path);
  }

  /** Value of the header {@code Authorization}; empty if the server lets everybody in. */
  Optional<String> authorization() {
    if (username != null && password != null) {
      byte[] both = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    }
    return token == null ? Optional.empty() : Optional.of("Bearer " + token);
  }

  MlflowHostCredsProvider credentials() {
    String host = uri.toString();
    return username != null && password != null
        ? new BasicMlflowHostCreds(host, username, password)
        : token != null ? new BasicMlflowHostCreds(host, token) : new BasicMlflowHostCreds(host);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
