package dev.triptych.worker.store.s3;

import org.jspecify.annotations.Nullable;

/**
 * Who this process is to the object store.
 *
 * @param sessionToken null unless the credentials are temporary
 */
public record S3Credentials(String accessKey, String secretKey, @Nullable String sessionToken) {
  /** Tells nothing: records end up in logs and messages. */
  @Override
  public String toString() {
    return "S3Credentials[hidden]";
  }
}
