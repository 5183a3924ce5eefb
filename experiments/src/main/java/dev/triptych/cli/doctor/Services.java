package dev.triptych.cli.doctor;

import java.util.List;
import java.util.Map;

/** Which services are configured; what is not runs inside this process. */
final class Services {
  private static final String TEMPORAL = "TEMPORAL_ADDRESS";

  private Services() {}

  static List<Finding> look(Map<String, String> environment) {
    return List.of(workflows(environment.getOrDefault(TEMPORAL, "")), Tracker.look(environment));
  }

  private static Finding workflows(String address) {
    return Finding.ok(
        "workflows",
        address.isBlank()
            ? "Temporal inside this process (" + TEMPORAL + " is not set)"
            : "the Temporal service at " + address + "; `triptych list` asks it");
  }
}
