package dev.triptych.models.priors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The prior sets inside the program. Any jar may bring some: its resource {@code
 * META-INF/triptych/priors} names their folders, one on each line; a set is called like its folder.
 */
final class BundledSets {
  private static final String INDEX = "META-INF/triptych/priors";
  private static final ClassLoader RESOURCES = BundledSets.class.getClassLoader();

  private BundledSets() {}

  /** Resource folders of all sets by their names. */
  static Map<String, String> folders() {
    Map<String, String> folders = new TreeMap<>();
    try {
      for (URL index : Collections.list(RESOURCES.getResources(INDEX))) {
        try (InputStream in = index.openStream()) {
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .forEach(line -> enter(line.strip(), folders));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the index of built-in prior sets", e);
    }
    return Collections.unmodifiableMap(folders);
  }

  private static void enter(String folder, Map<String, String> folders) {
    String other = folders.put(folder.substring(folder.lastIndexOf('/') + 1), folder);
    if (other != null && !other.equals(folder)) {
      throw new IllegalStateException(
          "two built-in prior sets have one name: " + other + ", " + folder);
    }
  }

  /**
   * A file of a set.
   *
   * @throws IOException if there is no such set or file
   */
  static InputStream open(String set, String file) throws IOException {
    String path = folders().get(set) + "/" + file;
    InputStream in = RESOURCES.getResourceAsStream(path);
    if (in == null) {
      throw new IOException("no resource " + path + " in the program");
    }
    return in;
  }
}
