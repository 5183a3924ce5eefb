package dev.triptych.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project lies. */
final class Checkout {
  /** The folder with the launcher. */
  static final Path ROOT = find();

  /** What the tests leave: logs, and the services' data. */
  static final Path OUTPUT = ROOT.resolve("infra/e2e/target/e2e");

  private Checkout() {}

  private static Path find() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("triptych"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("Run the tests inside a checkout of Triptych.");
      }
    }
    return folder;
  }
}
