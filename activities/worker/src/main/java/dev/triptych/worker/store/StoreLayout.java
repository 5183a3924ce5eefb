package dev.triptych.worker.store;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Stage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What lies where in a store, besides what single runs leave: how blobs and documents are called,
 * and which names they may have.
 */
public final class StoreLayout {
  /** Below the root, out of reach of names: temporary files, the lock, what was set aside. */
  public static final String PRIVATE = ".triptych";

  /** Prefix of all kept results. */
  public static final String STAGES = "stages/";

  /** Prefix of all claims. */
  public static final String CLAIMS = "claims/";

  /** Prefix of all checkpoints. */
  public static final String CHECKPOINTS = "checkpoints/";

  /** Prefix of blobs that were not what their digest says. */
  public static final String ASIDE = PRIVATE + "/corrupt/";

  private static final String BLOBS = "blobs/sha256/";
  private static final int SHARDS = 256;

  private StoreLayout() {}

  /** Prefixes that each blob has one of, so that a store of many can be looked at in parts. */
  public static List<String> blobShards() {
    return IntStream.range(0, SHARDS)
        .mapToObj(shard -> String.format(Locale.ROOT, "%s%02x/", BLOBS, shard))
        .toList();
  }

  /** The digest in the name of a blob, or of one that was set aside. */
  public static String digest(String blob) {
    return blob.substring(blob.lastIndexOf('/') + 1);
  }

  /** Whether a blob has this name. */
  public static boolean isBlob(String name) {
    return name.startsWith(BLOBS);
  }

  /** Where the blob with this digest lies. */
  public static String blob(String sha256) {
    return BLOBS + sha256.substring(0, 2) + "/" + sha256;
  }

  /** Where a blob goes whose content is not what this digest says. */
  public static String corrupt(String sha256) {
    return ASIDE + sha256;
  }

  /** The kept result of a stage. */
  public static String stage(Stage stage, String key) {
    return STAGES + stage.slug() + "/" + key + ".json";
  }

  /** Who runs a stage at the moment. */
  public static String claim(Stage stage, String key) {
    return CLAIMS + stage.slug() + "/" + key + ".json";
  }

  /** Prefix of a stage's checkpoints. */
  public static String checkpoints(Stage stage, String key) {
    return CHECKPOINTS + stage.slug() + "/" + key + "/";
  }

  /**
   * Returns {@code name} if it stays below the store's root on every kind of store.
   *
   * @throws IllegalArgumentException if it is absolute, has an empty or dotted part, a backslash or
   *     a control character
   */
  public static String checked(String name) {
    if (!valid(name)) {
      throw new IllegalArgumentException("not a name in the store: \"" + name + "\"");
    }
    return name;
  }

  /** As {@link #checked}, or the name of what was set aside. */
  public static String removable(String name) {
    return name.startsWith(ASIDE) ? ASIDE + checked(digest(name)) : checked(name);
  }

  /** Whether {@link #checked} takes it. */
  public static boolean valid(String name) {
    return ArtifactRef.isKey(name);
  }
}
