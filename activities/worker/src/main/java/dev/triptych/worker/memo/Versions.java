package dev.triptych.worker.memo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Versions of Triptych and of what it runs on. */
public final class Versions {
  private static final String COMMIT = "commit";
  private static final SortedMap<String, String> CURRENT =
      Collections.unmodifiableSortedMap(load());

  private Versions() {}

  /**
   * {@code triptych}, {@code djl}, {@code pytorch}, {@code temporal-sdk}, {@code java}, {@code os},
   * and {@code commit} if it was built from a repository.
   */
  public static SortedMap<String, String> current() {
    return CURRENT;
  }

  /** Version and commit of Triptych: {@code 0.1.0-1a2b3c4}, with a {@code +} if it was changed. */
  public static String build() {
    String commit = CURRENT.get(COMMIT);
    return CURRENT.getOrDefault("triptych", "unknown") + (commit == null ? "" : "-" + commit);
  }

  private static SortedMap<String, String> load() {
    Properties properties = new Properties();
    try (InputStream in =
        Versions.class.getResourceAsStream("/dev/triptych/worker/versions.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SortedMap<String, String> versions = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> versions.put(name, properties.getProperty(name)));
    String commit = versions.remove(COMMIT);
    boolean dirty = "true".equals(versions.remove("dirty"));
    if (commit != null && commit.matches("[0-9a-f]+")) { // else the build knew no repository
      versions.put(COMMIT, commit + (dirty ? "+" : ""));
    }
    versions.put("java", System.getProperty("java.vm.version", "unknown"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }
}
