package dev.triptych.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Services that are configured; what is not runs inside this process. */
final class ServicesChecks {
  private ServicesChecks() {}

  static List<Finding> look(Map<String, String> environment) {
    List<Finding> findings = new ArrayList<>(TemporalChecks.look(environment));
    findings.add(TrackerChecks.look(environment));
    return List.copyOf(findings);
  }
}
