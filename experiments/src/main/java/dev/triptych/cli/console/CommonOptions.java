package dev.triptych.cli.console;

import dev.triptych.worker.store.place.DataPlace;
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
      paramLabel = "PLACE",
      description = {
        "Where artefacts and runs are: a folder, or s3://BUCKET[/PREFIX]",
        "(default: $TRIPTYCH_DATA or ./triptych-data)."
      })
  private @Nullable String data;

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

  /** The place of artefacts and runs, which may not exist yet. */
  public DataPlace data(Map<String, String> environment) {
    if (data != null) {
      return DataPlace.of(data, environment);
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    return DataPlace.of(variable.isBlank() ? "triptych-data" : variable, environment);
  }
}
