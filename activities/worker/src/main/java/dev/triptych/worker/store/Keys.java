package dev.triptych.worker.store;

import dev.triptych.workflows.stage.Stage;

/** How things are called in the store, besides what single runs leave. */
public final class Keys {
  private Keys() {}

  /** Where the blob with this digest lies. */
  public static String blob(String sha256) {
    return "blobs/sha256/" + sha256.substring(0, 2) + "/" + sha256;
  }

  /** The kept result of a stage. */
  public static String stage(Stage stage, String key) {
    return "stages/" + stage.slug() + "/" + key + ".json";
  }

  /** Who runs a stage at the moment. */
  public static String claim(Stage stage, String key) {
    return "claims/" + stage.slug() + "/" + key + ".json";
  }

  /** Prefix of a stage's checkpoints. */
  public static String checkpoints(Stage stage, String key) {
    return "checkpoints/" + stage.slug() + "/" + key + "/";
  }

  /**
   * Returns {@code name} if it stays below the store's root on every kind of store.
   *
   * @throws IllegalArgumentException if it is absolute, has an empty or dotted part, a backslash or
   *     a control character
   */
  static String checked(String name) {
    if (!valid(name)) {
      throw new IllegalArgumentException("not a name in the store: \"" + name + "\"");
    }
    return name;
  }

  /** Whether {@link #checked} takes it. */
  static boolean valid(String name) {
    boolean odd = name.chars().anyMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c));
    for (String part : name.split("/", -1)) {
      odd |= part.isEmpty() || part.startsWith(".");
    }
    return !odd;
  }
}
