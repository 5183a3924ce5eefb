package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/** The place of a run's artefacts, which the server only names. */
interface RunFiles {
  /**
   * Writes or replaces a file.
   *
   * @param path below the run's root: {@code images/….png}
   * @throws TriptychException one that may be tried again if the place does not answer, another one
   *     if it says no
   */
  void put(String path, byte[] content, String mediaType);

  /**
   * The place behind a run's {@code artifact_uri}.
   *
   * @throws TriptychException if it is none that can be reached from here
   */
  static RunFiles of(String artifactUri, TrackingServer server, Map<String, String> environment) {
    URI uri = URI.create(artifactUri.replace(" ", "%20"));
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "s3" -> new S3Files(artifactUri, environment);
      case "mlflow-artifacts" -> ProxyFiles.of(uri, server);
      default ->
          throw new TrackerRefused(
              "The run's artefacts lie where only the server can write",
              artifactUri,
              "Start it with `mlflow server --artifacts-destination …`, so that it takes them"
                  + " itself, or with `--default-artifact-root s3://…`, and use a new experiment.");
    };
  }
}
