package dev.triptych.workflows.experiment;

import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.tracking.ReportActivities;
import dev.triptych.workflows.tracking.ReportRequest;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Renews the report while a launch goes on: after each finished cell while they are few, later when
 * a tenth more have finished, so that a report of many cells is not written as often as there are
 * cells. One is written at a time, and what finishes in the meantime goes into the next.
 */
final class ReportKeeper {
  private static final int SHARE = 10;

  private final ReportActivities reports =
      Workflow.newActivityStub(ReportActivities.class, StepOptions.bookkeeping());
  private final String run;
  private final Consumer<@Nullable String> listener;
  private final Promise<Void> loop;
  private final List<String> finished = new ArrayList<>(); // and not told to the activity yet
  private int total;
  private int reported;
  private boolean closed;
  private @Nullable String location;

  /**
   * Starts at once, so only within the workflow's method.
   *
   * @param location the newest report's place; null before the first
   * @param reported cells that it shows as finished
   * @param total cells that have ended by now
   * @param listener is told the newest report's place; null before the first
   */
  ReportKeeper(
      String run,
      @Nullable String location,
      int reported,
      int total,
      Consumer<@Nullable String> listener) {
    this.run = run;
    this.location = location;
    this.reported = reported;
    this.total = total;
    this.listener = listener;
    listener.accept(location);
    // Detached, for the report of a cancelled launch is written too.
    this.loop = Async.procedure(() -> Workflow.newDetachedCancellationScope(this::keep).run());
  }

  /** A cell has ended, whichever way. */
  void finished(Cell cell) {
    finished.add(cell.slug());
    total++;
  }

  /** The newest report's place; null before the first. */
  @Nullable String location() {
    return location;
  }

  /** How many cells that report shows as finished. */
  int reported() {
    return reported;
  }

  /** Writes what is due and stops, without a last report: another keeper goes on. */
  void pause() {
    closed = true;
    loop.get();
    if (!finished.isEmpty()) {
      Workflow.newDetachedCancellationScope(this::renew).run();
    }
  }

  /** Writes the last report, of a run that has ended in {@code state}. */
  String close(State state) {
    closed = true;
    loop.get();
    String last = reports.writeReport(new ReportRequest(run, state, told(), true)).location();
    tell(last);
    return last;
  }

  private void tell(String place) {
    location = place;
    listener.accept(place);
  }

  private List<String> told() {
    List<String> cells = List.copyOf(finished);
    finished.clear();
    return cells;
  }

  private void keep() {
    while (true) {
      Workflow.await(() -> !finished.isEmpty() || closed);
      if (closed) {
        return;
      }
      renew();
    }
  }

  private void renew() {
    boolean page = total - reported >= Math.max(1, reported / SHARE);
    int shown = total;
    try {
      String place =
          reports.writeReport(new ReportRequest(run, State.RUNNING, told(), page)).location();
      if (page) {
        reported = shown;
        tell(place);
      }
    } catch (ActivityFailure e) {
      // The next report may succeed, and the last one must.
      Workflow.getLogger(ReportKeeper.class).warn("report of {} could not be written", run, e);
    }
  }
}
