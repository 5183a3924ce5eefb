package dev.triptych.workflows.stage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Keeps the stage records of a part of the run, whether it succeeded or not, in {@code
 * runs/<run>/stages/<part>.json}.
 *
 * @param part id of a dataset, slug of a cell, or {@link #SHARED}
 * @param after so many records of the same part that were told before, in another request
 */
public record RecordStagesRequest(
    String run,
    String part,
    State state,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int after,
    List<StageRecord> stages) {
  /** The part for stages of the launch itself, such as pre-training. */
  public static final String SHARED = "shared";

  public RecordStagesRequest {
    stages = List.copyOf(stages);
  }

  /** All records of a part, or the first of them. */
  public RecordStagesRequest(String run, String part, State state, List<StageRecord> stages) {
    this(run, part, state, 0, stages);
  }
}
