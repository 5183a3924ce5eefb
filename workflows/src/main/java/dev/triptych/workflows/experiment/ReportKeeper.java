package dev.triptych.workflows.experiment;

import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.tracking.ReportActivities;
import dev.triptych.workflows.tracking.ReportRequest;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Renews the report while a launch goes on. One report is written at a time, and what finishes in
 * the meantime goes into the next.
 */
final class ReportKeeper {
  private final ReportActivities reports =
      Workflow.newActivityStub(ReportActivities.class, StepOptions.bookkeeping());
  private final String run;
  private final Consumer<@Nullable String> listener;
  private final Promise<Void> loop;
  private boolean due;
  private boolean closed;
  private @Nullable String location;

  /**
   * Starts at once, so only within the workflow's method.
   *
   * @param listener is told the newest report's place; null before the first
   */
  ReportKeeper(String run, Consumer<@Nullable String> listener) {
    this.run = run;
    this.listener = listener;
    listener.accept(null);
    // Detached, for the report of a cancelled launch is written too.
    this.loop = Async.procedure(() -> Workflow.newDetachedCancellationScope(this::keep).run());
  }

  /** Something is new. */
  void renew() {
    due = true;
  }

  /** The newest report's place; null before the first. */
  @Nullable String location() {
    return location;
  }

  /** Writes the last report, of a run that has ended in {@code state}. */
  String close(State state) {
    closed = true;
    loop.get();
    String last = reports.writeReport(new ReportRequest(run, state)).location();
    told(last);
    return last;
  }

  private void told(String place) {
    location = place;
    listener.accept(place);
  }

  private void keep() {
    while (true) {
      Workflow.await(() -> due || closed);
      if (closed) {
        return;
      }
      due = false;
      try {
        told(reports.writeReport(new ReportRequest(run, State.RUNNING)).location());
      } catch (ActivityFailure e) {
        // The next report may succeed, and the last one must.
        Workflow.getLogger(ReportKeeper.class).warn("report of {} could not be written", run, e);
      }
    }
  }
}
