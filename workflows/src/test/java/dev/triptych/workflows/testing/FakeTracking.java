package dev.triptych.workflows.testing;

import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.StageLogActivities;
import dev.triptych.workflows.stage.TrackingRun;
import dev.triptych.workflows.tracking.FinishCellRequest;
import dev.triptych.workflows.tracking.FinishRunRequest;
import dev.triptych.workflows.tracking.NoticeRequest;
import dev.triptych.workflows.tracking.NotifyActivities;
import dev.triptych.workflows.tracking.Report;
import dev.triptych.workflows.tracking.ReportActivities;
import dev.triptych.workflows.tracking.ReportRequest;
import dev.triptych.workflows.tracking.StartCellRequest;
import dev.triptych.workflows.tracking.StartRunRequest;
import dev.triptych.workflows.tracking.TrackingActivities;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Remembers everything it is told. */
public final class FakeTracking
    implements TrackingActivities, StageLogActivities, ReportActivities, NotifyActivities {
  public final List<Object> told = new CopyOnWriteArrayList<>();

  public volatile Consumer<ReportRequest> onReport = request -> {};
  public volatile Consumer<FinishCellRequest> onFinishCell = request -> {};
  public volatile Consumer<StartRunRequest> onStartRun = request -> {};
  public volatile Consumer<NoticeRequest> onNotice = request -> {};

  @Override
  public TrackingRun startRun(StartRunRequest request) {
    onStartRun.accept(request);
    told.add(request);
    return new TrackingRun(request.run(), null, "tracker-" + request.run(), null);
  }

  @Override
  public TrackingRun startCell(StartCellRequest request) {
    told.add(request);
    String cell = request.cell().slug();
    return new TrackingRun(request.parent().run(), cell, "tracker-" + cell, null);
  }

  @Override
  public void finishCell(FinishCellRequest request) {
    onFinishCell.accept(request);
    told.add(request);
  }

  @Override
  public void finishRun(FinishRunRequest request) {
    told.add(request);
  }

  @Override
  public void recordStages(RecordStagesRequest request) {
    told.add(request);
  }

  @Override
  public Report writeReport(ReportRequest request) {
    onReport.accept(request);
    told.add(request);
    return new Report("runs/" + request.run() + "/report.html");
  }

  @Override
  public void sendNotice(NoticeRequest request) {
    told.add(request);
    onNotice.accept(request);
  }

  /** What was told of one kind, in order. */
  public <T> List<T> told(Class<T> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The stages recorded of one part of a run. */
  public RecordStagesRequest stagesOf(String part) {
    return told(RecordStagesRequest.class).stream()
        .filter(record -> record.part().equals(part))
        .reduce((first, last) -> last)
        .orElseThrow(() -> new AssertionError("nothing recorded of " + part + " in " + told));
  }
}
