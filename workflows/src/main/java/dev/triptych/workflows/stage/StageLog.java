package dev.triptych.workflows.stage;

import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.function.Supplier;

/** Keeps the stage records of one part of a run, however the part ends; workflow code only. */
public final class StageLog {
  private static final String IN_PARTS = "record-stages-in-parts";

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
    List<StageRecord> records = tally.records();
    List<List<StageRecord>> parts = StageRecords.parts(records);
    if (parts.size() > 1 && Workflow.getVersion(IN_PARTS, Workflow.DEFAULT_VERSION, 1) < 1) {
      parts = List.of(records); // as an earlier version began to
    }
    int known = 0;
    for (List<StageRecord> some : parts) {
      activities.recordStages(new RecordStagesRequest(run, part, state, known, some));
      known += some.size();
    }
  }
}
