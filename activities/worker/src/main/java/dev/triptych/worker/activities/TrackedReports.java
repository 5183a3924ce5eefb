package dev.triptych.worker.activities;

import dev.triptych.worker.runs.RunDocument;
import dev.triptych.worker.runs.RunLayout;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Digests;
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
  private static final List<RunDocument> DOCUMENTS =
      List.of(RunDocument.RESOLVED, RunDocument.SPEC, RunDocument.REPORT);

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
    if (!Boolean.TRUE.equals(request.page())) {
      return report;
    }
    String run = request.run();
    TrackingRun launch = new TrackingRun(run, null, Journal.id(run, null), null);
    for (RunDocument document : DOCUMENTS) {
      store
          .read(RunLayout.of(run).document(document))
          .map(Digests::sha256)
          .ifPresent(digest -> tracker.record(launch, new Filed(document.file(), digest)));
    }
    return report;
  }
}
