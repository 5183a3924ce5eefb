package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.store.Digests;
import java.nio.charset.StandardCharsets;

/** Values that fit a server's limits. */
final class Shortened {
  static final int PARAMETER = 6000; // characters that the server takes
  static final int TAG = 5000; // of servers before 2.13; later ones take 8000
  private static final int DIGITS = 12;

  private Shortened() {}

  /**
   * {@code value} if it has at most {@code limit} characters, or else its beginning, how long it is
   * and the first digits of its SHA-256, so that different values stay different.
   */
  static String to(int limit, String value) {
    if (value.length() <= limit) {
      return value;
    }
    String sha256 = Digests.sha256(value.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    String end = "… (" + value.length() + " characters, sha256 " + sha256 + ")";
    int cut = limit - end.length();
    if (Character.isHighSurrogate(value.charAt(cut - 1))) {
      cut--;
    }
    return value.substring(0, cut) + end;
  }
}
