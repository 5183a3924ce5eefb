package dev.triptych.models.priors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Which files of a set were read and found to be what the manifest says, so that gigabytes are not
 * read again at each launch. It is a small file beside the manifest; a file counts as known while
 * its size, time of change and place on the disk are those of then. Without it, or where it cannot
 * be written, files are read.
 */
final class KnownDigests {
  private static final String FILE = ".verified";
  // A file that is changed again within the clock's resolution would look the same.
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Path folder;

  KnownDigests(Path folder) {
    this.folder = folder;
  }

  /** What a file looks like from outside, to be compared with a later look. */
  String look(String name) throws IOException {
    BasicFileAttributes file =
        Files.readAttributes(folder.resolve(name), BasicFileAttributes.class);
    return file.size()
        + " "
        + file.lastModifiedTime().to(TimeUnit.NANOSECONDS)
        + " "
        + file.fileKey();
  }

  /** Whether {@code name} had this digest when it was read, and looks as it did then. */
  boolean has(String name, String sha256) {
    try {
      return (sha256 + " " + look(name)).equals(read().get(name));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Remembers a file that was read.
   *
   * @param look of before it was read
   */
  void remember(String name, String sha256, String look) {
    try {
      long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
      long changed = Files.getLastModifiedTime(folder.resolve(name)).to(TimeUnit.NANOSECONDS);
      if (now - changed > SETTLED_NANOS && look.equals(look(name))) {
        Map<String, String> known = read();
        known.put(name, sha256 + " " + look);
        write(known);
      }
    } catch (IOException e) {
      // It is read again next time.
    }
  }

  /** Has a file read the next time, although its digest is right. */
  void forget(String name) {
    try {
      Map<String, String> known = read();
      if (known.remove(name) != null) {
        write(known);
      }
    } catch (IOException e) {
      // Whoever cannot write it has not remembered the file before.
    }
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> known = new TreeMap<>();
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int tab = line.indexOf('\t');
        if (tab > 0) {
          known.put(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    }
    return known;
  }

  private void write(Map<String, String> known) throws IOException {
    StringBuilder text = new StringBuilder();
    known.forEach((name, state) -> text.append(name).append('\t').append(state).append('\n'));
    Path draft = Files.createTempFile(folder, FILE, ".tmp");
    try {
      Files.writeString(draft, text);
      Files.move(draft, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
