package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.store.s3.S3Uploads;
import java.util.Map;

/** {@code s3://bucket/…}: the files go to the bucket, and the server reads them there. */
final class S3Files implements RunFiles {
  private final S3Uploads uploads;

  S3Files(String place, Map<String, String> environment) {
    this.uploads = S3Uploads.to(place, environment);
  }

  @Override
  public void put(String path, byte[] content, String mediaType) {
    uploads.put(path, content, mediaType);
  }
}
