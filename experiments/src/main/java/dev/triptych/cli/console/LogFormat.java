package dev.triptych.cli.console;

import dev.triptych.worker.telemetry.JsonLog;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What standard error is written in. */
public enum LogFormat {
  /** Lines and bars for people. */
  TEXT,
  /** One JSON object a line, for what collects logs. */
  JSON;

  static final String OPTION = "--log-format";
  private static final String VARIABLE = "TRIPTYCH_LOG_FORMAT";

  /**
   * Which of them a command line asks for, or else the environment. Nothing has been parsed yet:
   * complaints about the command line are in this format too.
   */
  public static LogFormat asked(List<String> arguments, Map<String, String> environment) {
    String asked = environment.getOrDefault(VARIABLE, "");
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(OPTION + "=")) {
        asked = argument.substring(OPTION.length() + 1);
      } else if (argument.equals(OPTION) && i + 1 < arguments.size()) {
        asked = arguments.get(i + 1);
      }
    }
    return find(asked).orElse(TEXT);
  }

  /** What is wrong with what the environment asks for. */
  public static Optional<String> problem(Map<String, String> environment) {
    String asked = environment.getOrDefault(VARIABLE, "");
    return asked.isBlank() || find(asked).isPresent()
        ? Optional.empty()
        : Optional.of(VARIABLE + " must be text or json, but is \"" + asked + "\"");
  }

  private static Optional<LogFormat> find(String asked) {
    return Arrays.stream(values())
        .filter(f -> f.slug().equalsIgnoreCase(asked.strip()))
        .findFirst();
  }

  private String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@code console}, or one whose progress and complaints are lines of the log, as is whatever else
   * this process writes to standard error from now on.
   *
   * @param err standard error itself
   */
  public Console of(Console console, OutputStream err) {
    if (this == TEXT) {
      return console;
    }
    JsonLog.begin(err);
    System.setErr(new PrintStream(new LoggedLines(), true, StandardCharsets.UTF_8));
    PrintWriter lines = new PrintWriter(new LoggedLines(), true, StandardCharsets.UTF_8);
    return new Console(console.out(), lines, false, console.environment());
  }
}
