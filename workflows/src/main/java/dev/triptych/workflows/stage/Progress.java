package dev.triptych.workflows.stage;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a workflow is.
 *
 * @param stages in the order in which they run
 * @param records of the executions that have finished, in the order in which they did; older ones
 *     of very many without their artefacts
 */
public record Progress(List<StageProgress> stages, List<StageRecord> records) {
  public Progress {
    stages = List.copyOf(stages);
    records = List.copyOf(records);
  }

  /** Nothing has begun. */
  public static Progress pending(List<StageProgress> stages) {
    return new Progress(stages, List.of());
  }

  /** The same stages, all done, without their records. */
  public Progress finished() {
    return new Progress(stages.stream().map(StageProgress::finished).toList(), List.of());
  }

  /** So many of the same, none begun. */
  public Progress times(int count) {
    return pending(
        stages.stream()
            .map(stage -> StageProgress.pending(stage.stage(), count * stage.total()))
            .toList());
  }

  public Progress then(Progress next) {
    return new Progress(
        Stream.concat(stages.stream(), next.stages.stream()).toList(),
        Stream.concat(records.stream(), next.records.stream()).toList());
  }

  /** The same stages, as far as {@code newer} knows better, with its records. */
  public Progress updatedBy(Progress newer) {
    Map<Stage, StageProgress> known =
        newer.stages.stream().collect(Collectors.toMap(StageProgress::stage, stage -> stage));
    return new Progress(
        stages.stream().map(stage -> known.getOrDefault(stage.stage(), stage)).toList(),
        newer.records);
  }

  /** The same stages with what {@code part} has done of them, and its records. */
  public Progress with(Progress part) {
    Map<Stage, StageProgress> parts =
        part.stages.stream().collect(Collectors.toMap(StageProgress::stage, stage -> stage));
    return new Progress(
        stages.stream()
            .map(
                stage ->
                    parts.containsKey(stage.stage()) ? stage.with(parts.get(stage.stage())) : stage)
            .toList(),
        Stream.concat(records.stream(), part.records.stream()).toList());
  }

  /** Every stage is done; false if there is none. */
  public boolean done() {
    return !stages.isEmpty() && stages.stream().allMatch(stage -> stage.state() == State.DONE);
  }

  /** Nothing more will happen: all is done, or a stage has ended the others. */
  public boolean over() {
    return done()
        || stages.stream()
            .anyMatch(stage -> stage.state() == State.FAILED || stage.state() == State.CANCELLED);
  }
}
