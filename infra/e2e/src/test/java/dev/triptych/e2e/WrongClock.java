package dev.triptych.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A clock that can be set forward and back while programs run by it, where Debian's libfaketime is
 * installed. What they measure by the monotonic clock stays right, as when an operator sets a
 * machine's clock.
 */
final class WrongClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private final Path library;
  private final Path offset;

  private WrongClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
    set(Duration.ZERO);
  }

  /**
   * Empty where there is no libfaketime.
   *
   * @param file tells how wrong it is
   */
  static Optional<WrongClock> at(Path file) {
    try (Stream<Path> folders = Files.list(LIBRARIES)) {
      return folders
          .map(folder -> folder.resolve(LIBRARY))
          .filter(Files::exists)
          .findFirst()
          .map(library -> new WrongClock(library, file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Variables of programs that run by it. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // Java's waits are right as they are; with the library's mend for old C libraries they
        // spin.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
        "FAKETIME_CACHE_DURATION", "1", // seconds until it is read again
        "NO_FAKE_STAT", "1");
  }

  /** The clock is wrong for some time. */
  void wrongFor(Duration time, Duration by) {
    set(by);
    Await.pause(time);
    set(Duration.ZERO);
  }

  private void set(Duration by) {
    Path fresh = offset.resolveSibling(offset.getFileName() + ".new");
    try {
      Files.createDirectories(offset.getParent());
      Files.writeString(fresh, "%+d%n".formatted(by.toSeconds()));
      Files.move(fresh, offset, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
