package dev.triptych.workflows.stage;

import java.util.List;

/**
 * Keeps the stage records of a part of the run, whether it succeeded or not, in {@code
 * runs/<run>/stages/<part>.json}.
 *
 * @param part id of a dataset, slug of a cell, or {@link #SHARED}
 */
public record RecordStagesRequest(String run, String part, State state, List<StageRecord> stages) {
  /** The part for stages of the launch itself, such as pre-training. */
  public static final String SHARED = "shared";

  public RecordStagesRequest {
    stages = List.copyOf(stages);
  }
}
