package dev.triptych.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the JVM could read what the user wrote. It reads arguments, variables and names of
 * folders in the locale's encoding, and puts a replacement character for what that lacks: a style
 * with one would be trained and scored, a folder with one be made.
 */
final class InputEncoding {
  private static final String REPLACEMENT = "\uFFFD";
  private static final List<String> OURS = List.of("TRIPTYCH_", "TEMPORAL_", "MLFLOW_", "AWS_");

  private InputEncoding() {}

  /**
   * What could not be read, and the way out; empty if all could.
   *
   * @param folder the working folder
   */
  static Optional<String> problem(
      List<String> arguments, Map<String, String> environment, String folder) {
    for (String argument : arguments) {
      if (argument.contains(REPLACEMENT)) {
        return Optional.of(problem("The argument \"" + argument + "\""));
      }
    }
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (OURS.stream().anyMatch(variable.getKey()::startsWith)
          && variable.getValue().contains(REPLACEMENT)) {
        return Optional.of(problem("The value of " + variable.getKey())); // may be a secret
      }
    }
    return folder.contains(REPLACEMENT)
        ? Optional.of(problem("The name of the working folder"))
        : Optional.empty();
  }

  private static String problem(String what) {
    return what
        + " cannot be read as "
        + System.getProperty("sun.jnu.encoding")
        + ". Write it in UTF-8, in a terminal that uses UTF-8, and start Java with LC_ALL=C.UTF-8, as"
        + " ./triptych does.";
  }
}
