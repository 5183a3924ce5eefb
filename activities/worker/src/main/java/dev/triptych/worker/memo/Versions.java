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
  private static final SortedMap<String, String> CURRENT =
      Collections.unmodifiableSortedMap(load());

  private Versions() {}

  /**
   * {@code triptych}, {@code djl}, {@code pytorch}, {@code temporal-sdk}, {@code java}, {@code os}.
   */
  public static SortedMap<String, String> current() {
    return CURRENT;
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
    versions.put("java", System.getProperty("java.vm.version", "unknown"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }
}
