package dev.triptych.worker.activities;

import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.RunEvent.Filed;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.stage.TrackingRun;
import dev.triptych.workflows.tracking.Report;
import dev.triptych.workflows.tracking.ReportActivities;
import dev.triptych.workflows.tracking.ReportRequest;
import java.util.List;

/** Tells the tracker of each new report, and of the documents that explain it. */
public final class TrackedReports implements ReportActivities {
  // As the command line names them.
  private static final List<String> DOCUMENTS =
      List.of("resolved.json", "spec.yaml", "report.html");

  private final ReportActivities reports;
  private final ArtifactStore store;
  private final RunTracker tracker;

  public TrackedReports(ReportActivities reports, ArtifactStore store, RunTracker tracker) {
    this.reports = reports;
    this.store = store;
    this.tracker = tracker;
  }

  @Override
  public Report writeReport(ReportRequest request) {
    Report report = reports.writeReport(request);
    String run = request.run();
    TrackingRun launch = new TrackingRun(run, null, Journal.id(run, null), null);
    for (String name : DOCUMENTS) {
      store
          .read(StoreLayout.run(run, name))
          .ifPresent(content -> tracker.record(launch, new Filed(name, Digests.sha256(content))));
    }
    return report;
  }
}
