package dev.triptych.workflows.stage;

import io.temporal.workflow.Workflow;
import java.util.function.Supplier;

/** Keeps the stage records of one part of a run, however the part ends; workflow code only. */
public final class StageLog {
  private final StageLogActivities activities =
      Workflow.newActivityStub(StageLogActivities.class, StepOptions.bookkeeping());
  private final String run;
  private final String part;
  private final StageTally tally;

  public StageLog(String run, String part, StageTally tally) {
    this.run = run;
    this.part = part;
    this.tally = tally;
  }

  /** Runs {@code work} and records what it did, also when it fails or is cancelled. */
  public <T> T around(Supplier<T> work) {
    try {
      T result = work.get();
      record(State.DONE);
      return result;
    } catch (RuntimeException e) {
      State state = StageFailures.cancelled(e) ? State.CANCELLED : State.FAILED;
      // Detached, for a cancelled scope would refuse the activity.
      Workflow.newDetachedCancellationScope(() -> record(state)).run();
      throw e;
    }
  }

  private void record(State state) {
    activities.recordStages(new RecordStagesRequest(run, part, state, tally.progress().records()));
  }
}
