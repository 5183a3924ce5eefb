package dev.triptych.worker.store;

import java.util.Map;

/** Writes objects below a place in a bucket that another program manages. */
public final class S3Uploads {
  private static final long PART_BYTES = 16L << 20; // larger than anything that is sent so

  private final S3Calls calls;

  private S3Uploads(S3Calls calls) {
    this.calls = calls;
  }

  /**
   * @param place {@code s3://bucket/prefix}
   * @param environment with the variables that MLflow's and Amazon's own clients read
   * @throws dev.triptych.worker.errors.TriptychException.StoreMisconfigured if something is missing
   */
  public static S3Uploads to(String place, Map<String, String> environment) {
    S3Settings settings = S3Settings.of(place, environment);
    return new S3Uploads(new S3Calls(settings, Patience.brief(), PART_BYTES));
  }

  /**
   * Writes or replaces an object.
   *
   * @throws dev.triptych.worker.errors.TriptychException.StoreUnreachable if nobody answers
   * @throws dev.triptych.worker.errors.TriptychException.StoreRefused if the server says no
   */
  public void put(String key, byte[] content, String mediaType) {
    calls.put(key, content, mediaType, S3Calls.Condition.ALWAYS, "");
  }
}
