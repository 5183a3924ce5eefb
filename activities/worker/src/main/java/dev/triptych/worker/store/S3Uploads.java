package dev.triptych.worker.store;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.errors.TriptychException.TrackerAway;
import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.credentials.StaticProvider;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole objects below a place in a bucket that another program manages. The client's own
 * exceptions hold whole requests and so never become a cause or a message.
 */
public final class S3Uploads {
  private static final List<String> ENDPOINTS =
      List.of("MLFLOW_S3_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
  private static final List<String> REGIONS = List.of("AWS_REGION", "AWS_DEFAULT_REGION");
  private static final List<String> ACCESS_KEYS = List.of("AWS_ACCESS_KEY_ID");
  private static final List<String> SECRET_KEYS = List.of("AWS_SECRET_ACCESS_KEY");
  private static final List<String> SESSION_TOKENS = List.of("AWS_SESSION_TOKEN");
  private static final String AMAZON = "https://s3.amazonaws.com";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String place;
  private final String bucket;
  private final String prefix;
  private final MinioClient client;

  private S3Uploads(String place, String bucket, String prefix, MinioClient client) {
    this.place = place;
    this.bucket = bucket;
    this.prefix = prefix;
    this.client = client;
  }

  /**
   * @param bucket the bucket's name
   * @param prefix of all keys, empty or ending in a slash
   * @param environment with the variables that MLflow's and Amazon's own clients read
   * @throws TrackerRefused if the credentials are missing or the endpoint is none
   */
  public static S3Uploads to(String bucket, String prefix, Map<String, String> environment) {
    String place = "s3://" + bucket + "/" + prefix;
    Optional<String> accessKey = first(ACCESS_KEYS, environment);
    Optional<String> secretKey = first(SECRET_KEYS, environment);
    if (accessKey.isEmpty() || secretKey.isEmpty()) {
      throw new TrackerRefused(
          "There are no credentials for MLflow's artefacts",
          place,
          "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
    }
    MinioClient.Builder client = MinioClient.builder();
    try {
      client.endpoint(first(ENDPOINTS, environment).orElse(AMAZON));
    } catch (IllegalArgumentException e) {
      throw new TrackerRefused(
          "The S3 endpoint is no address",
          String.join(" or ", ENDPOINTS),
          "Set it to the server's address alone, for instance http://127.0.0.1:9000.");
    }
    first(REGIONS, environment).ifPresent(client::region);
    @Nullable String session = first(SESSION_TOKENS, environment).orElse(null);
    client.credentialsProvider(new StaticProvider(accessKey.get(), secretKey.get(), session));
    client.httpClient(
        new OkHttpClient.Builder()
            .connectTimeout(PATIENCE)
            .readTimeout(PATIENCE)
            .writeTimeout(PATIENCE)
            .build());
    return new S3Uploads(place, bucket, prefix, client.build());
  }

  private static Optional<String> first(List<String> variables, Map<String, String> environment) {
    return variables.stream()
        .map(variable -> environment.getOrDefault(variable, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /**
   * Writes or replaces an object.
   *
   * @throws TrackerAway if the server does not answer
   * @throws TrackerRefused if it says no
   */
  public void put(String key, byte[] content, String mediaType) {
    try {
      client.putObject(
          PutObjectArgs.builder()
              .bucket(bucket)
              .object(prefix + key)
              .contentType(mediaType)
              .data(content, content.length)
              .build());
    } catch (ErrorResponseException e) {
      throw refused(e.response().code(), String.valueOf(e.errorResponse().code()));
    } catch (MinioException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new TrackerAway(place, cause.getClass().getSimpleName());
    }
  }

  private TriptychException refused(int status, String code) {
    if (status == 408 || status == 429 || status >= 500) {
      return new TrackerAway(place, code);
    }
    return new TrackerRefused(
        "The object store does not take MLflow's artefacts (" + code + ", " + status + ")",
        place,
        "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, MLFLOW_S3_ENDPOINT_URL and AWS_REGION, and"
            + " that the bucket exists.");
  }
}
