package dev.triptych.cli.doctor;

import dev.triptych.cli.temporal.ServiceHealth;
import dev.triptych.cli.temporal.ServiceHealth.Queue;
import dev.triptych.worker.errors.TriptychException.ServiceUnusable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks of a Temporal service: reachable, accessible, what it finds, who does the work. */
final class TemporalChecks {
  private static final String WHAT = "workflows";

  private TemporalChecks() {}

  static List<Finding> look(Map<String, String> environment) {
    Optional<ServiceHealth> health;
    try {
      health = ServiceHealth.look(environment);
    } catch (ServiceUnusable e) {
      return List.of(Finding.fail(WHAT, e));
    }
    if (health.isEmpty()) {
      return List.of(
          Finding.ok(WHAT, "Temporal inside this process (TEMPORAL_ADDRESS is not set)"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok(WHAT, service(health.get())));
    findings.add(search(health.get()));
    health.get().queues().forEach(queue -> findings.add(workers(queue)));
    return List.copyOf(findings);
  }

  private static String service(ServiceHealth health) {
    String version = health.version().isEmpty() ? "" : " " + health.version();
    return "Temporal" + version + ", " + health.place();
  }

  private static Finding search(ServiceHealth health) {
    String what = "search attributes";
    return health
        .search()
        .map(
            trouble ->
                Finding.warn(
                    what,
                    trouble,
                    "Runs work, but are not found by style. `triptych run` registers them where it"
                        + " may; else: temporal operator search-attribute create --name"
                        + " TriptychStyle --type Keyword, and so on."))
        .orElseGet(() -> Finding.ok(what, "the service knows them"));
  }

  private static Finding workers(Queue queue) {
    if (queue.workers().isEmpty()) {
      return Finding.warn(
          queue.name(),
          "the service does not say who takes work",
          "Give the key or certificate the right to describe task queues.");
    }
    int workers = queue.workers().getAsInt();
    if (workers == 0) {
      return Finding.warn(
          queue.name(), "no worker takes work from it", "Start a worker: " + queue.command());
    }
    return Finding.ok(
        queue.name(), workers == 1 ? "1 worker takes work" : workers + " workers take work");
  }
}
