package dev.triptych.worker.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux tells below {@code /proc}; nothing on other systems. */
public final class Proc {
  private static final Path ROOT = Path.of("/proc");
  private static final Pattern KIBIBYTES = Pattern.compile("([0-9]{1,18}) kB");
  private static final double BYTES = 1024;

  private Proc() {}

  /**
   * Bytes of an entry like {@code VmRSS: 12 kB}; empty if there is none such.
   *
   * @param file below {@code /proc}, for instance {@code self/status}
   */
  public static OptionalDouble bytes(String file, String entry) {
    return value(file, entry)
        .map(KIBIBYTES::matcher)
        .filter(Matcher::matches)
        .map(amount -> OptionalDouble.of(BYTES * Long.parseLong(amount.group(1))))
        .orElse(OptionalDouble.empty());
  }

  /**
   * The first value of an entry like {@code flags : fpu vme}; empty if there is none such.
   *
   * @param file below {@code /proc}, for instance {@code cpuinfo}
   */
  public static Optional<String> value(String file, String entry) {
    Path path = ROOT.resolve(file);
    if (!Files.isReadable(path)) {
      return Optional.empty();
    }
    try {
      return Files.readAllLines(path).stream()
          .map(line -> line.split(":", 2))
          .filter(parts -> parts.length == 2 && parts[0].strip().equals(entry))
          .map(parts -> parts[1].strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // the process may have ended, and nobody needs it that much
    }
  }
}
