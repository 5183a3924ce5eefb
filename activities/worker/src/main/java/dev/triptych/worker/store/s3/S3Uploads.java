package dev.triptych.worker.store.s3;

import dev.triptych.worker.retry.Backoff;
import java.util.Map;

/** Writes objects below a place in a bucket that another program manages. */
public final class S3Uploads {
  private final S3Writes writes;

  private S3Uploads(S3Writes writes) {
    this.writes = writes;
  }

  /**
   * @param place {@code s3://bucket/prefix}
   * @param environment with the variables that MLflow's and Amazon's own clients read
   * @throws dev.triptych.worker.errors.TriptychException.StoreMisconfigured if something is missing
   */
  public static S3Uploads to(String place, Map<String, String> environment) {
    S3Settings settings = S3Settings.of(place, environment);
    return new S3Uploads(new S3Writes(new S3Bucket(settings, Backoff.BRIEF)));
  }

  /**
   * Writes or replaces an object.
   *
   * @throws dev.triptych.worker.errors.TriptychException.StoreUnreachable if nobody answers
   * @throws dev.triptych.worker.errors.TriptychException.StoreRefused if the server says no
   */
  public void put(String key, byte[] content, String mediaType) {
    writes.put(key, content, mediaType, S3Writes.Condition.ALWAYS, "");
  }
}
