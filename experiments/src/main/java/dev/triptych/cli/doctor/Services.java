package dev.triptych.cli.doctor;

import java.util.List;
import java.util.Map;

/** Which services are configured; what is not runs inside this process. */
final class Services {
  private Services() {}

  static List<Finding> look(Map<String, String> environment) {
    return List.of(
        service(environment, "workflows", "TEMPORAL_ADDRESS", "Temporal inside this process"),
        service(environment, "tracking", "MLFLOW_TRACKING_URI", "a journal in each run's folder"));
  }

  private static Finding service(
      Map<String, String> environment, String what, String variable, String embedded) {
    String value = environment.getOrDefault(variable, "");
    return value.isBlank()
        ? Finding.ok(what, embedded + " (" + variable + " is not set)")
        : Finding.warn(
            what,
            variable + " is " + value + ", but this version uses " + embedded,
            "Nothing to mend: runs work without it. Unset " + variable + " to silence this.");
  }
}
