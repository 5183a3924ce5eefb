package dev.triptych.workflows.stage;

import java.util.List;

/**
 * How far a workflow is.
 *
 * @param stages in the order in which they run
 * @param records of the executions that have finished, in the order in which they did
 */
public record Progress(List<StageProgress> stages, List<StageRecord> records) {
  public Progress {
    stages = List.copyOf(stages);
    records = List.copyOf(records);
  }
}
