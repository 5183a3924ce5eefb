package dev.triptych.models.priors;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as manifests have them: SHA-256 in lower-case hexadecimal. */
public final class Sha256 {
  private Sha256() {}

  /** A digest that has seen no byte. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The digest of what {@code seen} has been given; it begins anew. */
  public static String of(MessageDigest seen) {
    return HexFormat.of().formatHex(seen.digest());
  }

  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(begin().digest(bytes));
  }
}
