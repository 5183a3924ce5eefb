package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import dev.triptych.worker.store.S3Uploads;
import java.net.URI;
import java.util.Map;

/** {@code s3://bucket/…}: the files go to the bucket, and the server reads them there. */
final class S3Files implements RunFiles {
  private final S3Uploads uploads;

  private S3Files(S3Uploads uploads) {
    this.uploads = uploads;
  }

  static S3Files of(URI uri, Map<String, String> environment) {
    String bucket = uri.getAuthority();
    if (bucket == null) {
      throw new TrackerRefused(
          "The run's artefacts have no bucket",
          uri.toString(),
          "Correct --default-artifact-root of the MLflow server.");
    }
    String prefix = String.valueOf(uri.getPath()).replaceAll("^/+|/+$", "");
    return new S3Files(S3Uploads.to(bucket, prefix.isEmpty() ? "" : prefix + "/", environment));
  }

  @Override
  public void put(String path, byte[] content, String mediaType) {
    uploads.put(path, content, mediaType);
  }
}
