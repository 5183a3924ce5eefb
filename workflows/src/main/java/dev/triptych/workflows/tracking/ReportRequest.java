package dev.triptych.workflows.tracking;

import dev.triptych.workflows.stage.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the report of what the run's folder holds by now.
 *
 * @param state of the run: a report of a running launch says so
 * @param finished slugs of the cells that have ended since the last request
 * @param page whether the page itself is to be written, and not only what it shows of these cells
 */
public record ReportRequest(
    String run, State state, List<String> finished, @Nullable Boolean page) {
  public ReportRequest {
    finished = finished == null ? List.of() : List.copyOf(finished); // of earlier versions
    page = page == null || page;
  }

  /** Asks for the page, whatever has ended meanwhile. */
  public ReportRequest(String run, State state) {
    this(run, state, List.of(), true);
  }
}
