package dev.triptych.workflows.stage;

import java.util.List;
import java.util.stream.Stream;

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

  /** Nothing has begun. */
  public static Progress pending(StageProgress... stages) {
    return new Progress(List.of(stages), List.of());
  }

  /** The same stages, all done, without their records. */
  public Progress finished() {
    return new Progress(stages.stream().map(StageProgress::finished).toList(), List.of());
  }

  public Progress then(Progress next) {
    return new Progress(
        Stream.concat(stages.stream(), next.stages.stream()).toList(),
        Stream.concat(records.stream(), next.records.stream()).toList());
  }
}
