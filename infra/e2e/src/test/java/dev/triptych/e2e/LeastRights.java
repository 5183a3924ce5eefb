package dev.triptych.e2e;

import io.minio.credentials.AssumeRoleProvider;
import io.minio.credentials.Credentials;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import okhttp3.OkHttpClient;

/**
 * Credentials for an hour that may do what {@code infra/s3-policy.json} allows, and nothing else.
 */
final class LeastRights {
  private static final Path POLICY = Checkout.ROOT.resolve("infra/s3-policy.json");
  private static final int SECONDS = 3600;

  private LeastRights() {}

  /**
   * Asks MinIO for them.
   *
   * @param owner variables with all rights
   * @return variables that take the owner's place
   */
  static Map<String, String> of(Map<String, String> owner) {
    try {
      Credentials credentials =
          new AssumeRoleProvider(
                  Objects.requireNonNull(owner.get("MLFLOW_S3_ENDPOINT_URL")),
                  Objects.requireNonNull(owner.get("AWS_ACCESS_KEY_ID")),
                  Objects.requireNonNull(owner.get("AWS_SECRET_ACCESS_KEY")),
                  SECONDS,
                  Files.readString(POLICY),
                  "us-east-1",
                  null,
                  null,
                  null,
                  new OkHttpClient())
              .fetch();
      return Map.of(
          "AWS_ACCESS_KEY_ID", credentials.accessKey(),
          "AWS_SECRET_ACCESS_KEY", credentials.secretKey(),
          "AWS_SESSION_TOKEN", credentials.sessionToken());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MinioException e) {
      throw new AssertionError(e);
    }
  }
}
