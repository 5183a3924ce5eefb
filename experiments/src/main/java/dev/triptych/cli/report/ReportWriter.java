package dev.triptych.cli.report;

import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Report;
import dev.triptych.workflows.tracking.ReportActivities;
import dev.triptych.workflows.tracking.ReportRequest;
import java.time.Clock;

/** Writes {@code report.html} into a run's folder. */
public final class ReportWriter implements ReportActivities {
  private final ArtifactStore store;
  private final Clock clock;

  public ReportWriter(ArtifactStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Report writeReport(ReportRequest request) {
    return new Report(write(request.run(), request.state()));
  }

  /**
   * Writes the report of a run, from what its folder holds by now.
   *
   * @param state of the run
   * @return where the report is, a path or a URL
   */
  String write(String run, State state) {
    String page = ReportPage.render(new ReportGatherer(store, run).gather(state, clock.instant()));
    RunFolder folder = new RunFolder(store, run);
    folder.writeReport(page);
    return folder.report();
  }
}
