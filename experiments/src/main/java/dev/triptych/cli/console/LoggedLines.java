package dev.triptych.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Has each line of text that is written to it logged. */
final class LoggedLines extends OutputStream {
  private static final Logger LOG = LoggerFactory.getLogger("dev.triptych.cli");

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      log();
    } else {
      line.write(b);
    }
  }

  /** What is left without an end of its line. */
  @Override
  public synchronized void close() {
    log();
  }

  private void log() {
    String text = line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    log(text);
  }

  private static void log(String text) {
    if (!text.isEmpty()) {
      LOG.atLevel(level(text)).log(text);
    }
  }

  /** By what such lines begin with for people. */
  private static Level level(String text) {
    if (text.startsWith("triptych: ")) {
      return Level.ERROR;
    }
    return text.startsWith("Warning: ") ? Level.WARN : Level.INFO;
  }
}
