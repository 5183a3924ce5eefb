package dev.triptych.workflows.testing;

import dev.triptych.workflows.artifact.ArtifactRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** References whose keys tell a test where they came from. */
public final class Artifacts {
  private Artifacts() {}

  public static ArtifactRef named(String key) {
    return new ArtifactRef(key, sha256(key), key.length(), "application/octet-stream");
  }

  public static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
