package dev.triptych.models.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The kernel sources of all modules beside this one, found in their folders. */
final class KernelSources {
  private static final Path MODULES = Path.of("").toAbsolutePath().getParent();
  private static final Path RESOURCES = Path.of("src", "main", "resources");

  private KernelSources() {}

  static List<Path> all() throws IOException {
    try (Stream<Path> modules = Files.list(MODULES)) {
      return modules
          .map(module -> module.resolve(RESOURCES))
          .filter(Files::isDirectory)
          .flatMap(KernelSources::below)
          .toList();
    }
  }

  /** Those of this module. */
  static List<Path> own() {
    return below(RESOURCES.toAbsolutePath()).toList();
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".py")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
