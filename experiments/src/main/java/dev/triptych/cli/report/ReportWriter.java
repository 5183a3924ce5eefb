package dev.triptych.cli.report;

import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Report;
import dev.triptych.workflows.tracking.ReportActivities;
import dev.triptych.workflows.tracking.ReportRequest;
import java.nio.file.Path;
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
    ReportGatherer gatherer = new ReportGatherer(store, request.run());
    gatherer.keep(request.finished());
    RunFolder folder = new RunFolder(store, request.run());
    if (Boolean.TRUE.equals(request.page())) {
      ReportData data = gatherer.gather(request.state(), clock.instant(), false);
      folder.writeReport(ReportPage.lay(data).html());
    }
    return new Report(folder.report());
  }

  /**
   * Writes the report of a run, from what its folder holds by now and not from what earlier reports
   * gathered.
   *
   * @param state of the run
   * @return the report as a file of this machine, with all that it needs
   */
  Path writeAnew(String run, State state) {
    ReportData data = new ReportGatherer(store, run).gather(state, clock.instant(), true);
    RunFolder folder = new RunFolder(store, run);
    ReportPage.Laid page = ReportPage.lay(data);
    folder.writeReport(page.html());
    return folder.localReport(!page.alone());
  }
}
