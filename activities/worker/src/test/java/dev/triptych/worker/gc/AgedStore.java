package dev.triptych.worker.gc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Makes what lies in a folder as old as a test wants it. */
final class AgedStore {
  private AgedStore() {}

  static void age(Path folder, Duration age) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(age));
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.setLastModifiedTime(file, then);
    }
  }
}
