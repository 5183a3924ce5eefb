package dev.triptych.workflows.artifact;

import java.util.regex.Pattern;

/**
 * Names an immutable object in the artefact store.
 *
 * @param key path below the store's root, for instance {@code blobs/sha256/ab/abcd…}
 * @param sha256 digest of the content, 64 lower-case hexadecimal digits
 * @param bytes size of the content
 * @param mediaType for instance {@code image/png}
 */
public record ArtifactRef(String key, String sha256, long bytes, String mediaType) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public ArtifactRef {
    if (!isKey(key)) {
      throw new IllegalArgumentException("not a name in the store: \"" + key + "\"");
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("sha256 of " + key + " is not a SHA-256: " + sha256);
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes of " + key + " is negative: " + bytes);
    }
  }

  /**
   * Whether a name stays below the store's root on every kind of store: parts between slashes, none
   * of them empty or beginning with a dot, without backslashes, colons and control characters.
   */
  public static boolean isKey(String name) {
    boolean odd = name.chars().anyMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c));
    for (String part : name.split("/", -1)) {
      odd |= part.isBlank() || part.startsWith(".");
    }
    return !odd;
  }
}
