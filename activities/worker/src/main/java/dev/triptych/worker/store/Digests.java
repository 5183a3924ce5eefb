package dev.triptych.worker.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 lower-case hexadecimal digits. */
public final class Digests {
  private static final int BUFFER = 1 << 16;

  private Digests() {}

  public static String sha256(byte[] content) {
    return hex(newSha256().digest(content));
  }

  /** Digest of a file, read in pieces. */
  public static String sha256(Path file) throws IOException {
    MessageDigest digest = newSha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return hex(digest.digest());
  }

  /** A digest of content that comes in pieces. */
  public static final class Running {
    private final MessageDigest digest = newSha256();

    /** Takes the next piece, the first {@code length} bytes of {@code buffer}. */
    public void add(byte[] buffer, int length) {
      digest.update(buffer, 0, length);
    }

    /** The digest of all pieces; may be asked once. */
    public String sha256() {
      return hex(digest.digest());
    }
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
