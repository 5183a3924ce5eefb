package dev.triptych.cli.console;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every verb takes. */
public final class CommonOptions {
  private static final String VARIABLE = "TRIPTYCH_DATA";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for artefacts and runs (default: $TRIPTYCH_DATA or ./triptych-data).")
  private @Nullable Path data;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Option(names = "--verbose", description = "Show logs, and stack traces of errors.")
  private boolean verbose;

  public boolean json() {
    return json;
  }

  public boolean verbose() {
    return verbose;
  }

  /** The data folder, which may not exist yet. */
  public Path data(Map<String, String> environment) {
    if (data != null) {
      return data;
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    return Path.of(variable.isBlank() ? "triptych-data" : variable);
  }
}
