package dev.triptych.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A program in a process of its own, with its output in a file. */
final class Command {
  private static final long MINUTES = 8;
  private static final List<String> CONFIGURING =
      List.of("TEMPORAL_", "MLFLOW_", "AWS_", "TRIPTYCH_", "SSL_CERT_");

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
  private static volatile boolean ending;

  private final List<String> words;
  private final Map<String, String> environment;
  private final Path log;

  /**
   * @param environment on top of this process's
   * @param log takes what it says on standard error, and on standard output where nobody reads that
   */
  Command(Map<String, String> environment, Path log, String... words) {
    this.words = List.of(words);
    this.environment = environment;
    this.log = log;
  }

  /** Starts it; both outputs go to the log. */
  Process start() {
    if (ending) {
      throw new IllegalStateException("the tests are being stopped");
    }
    return start(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  /**
   * Runs it to its end.
   *
   * @return its standard output
   * @throws AssertionError if it fails, with the end of its log
   */
  String run() {
    Path output = file(log + ".out");
    Process process = start(ProcessBuilder.Redirect.to(output.toFile()));
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(words + " did not end; see " + log);
      }
      String text = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new AssertionError(
            "%s ended with %d; from %s:%n%s%n%s"
                .formatted(words, process.exitValue(), log, end(log), text));
      }
      return text;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(ProcessBuilder.Redirect output) {
    ProcessBuilder builder = new ProcessBuilder(words).directory(Checkout.ROOT.toFile());
    builder.environment().keySet().removeIf(Command::configures);
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(file(log.toString()).toFile()));
    builder.redirectOutput(output);
    try {
      Process process = builder.start();
      RUNNING.add(process);
      process.onExit().thenAccept(RUNNING::remove);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills whatever still runs, and starts nothing more: the tests are being stopped. */
  static void killAll() {
    ending = true;
    RUNNING.forEach(Process::destroyForcibly);
  }

  /** What the user has set for other services must not reach the tests'. */
  private static boolean configures(String variable) {
    return CONFIGURING.stream().anyMatch(variable::startsWith)
        && !variable.equals("TRIPTYCH_SERVICES_TOOLS");
  }

  private static Path file(String name) {
    try {
      Path file = Path.of(name);
      Files.createDirectories(file.getParent());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of a file. */
  static String end(Path file) throws IOException {
    List<String> lines = Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : List.of();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }
}
