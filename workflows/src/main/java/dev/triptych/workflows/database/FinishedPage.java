package dev.triptych.workflows.database;

import dev.triptych.workflows.stage.StageRecord;
import java.util.List;

/**
 * A page, and what its datasets took.
 *
 * @param stages one record for each stage, with the seconds of all its executions
 */
public record FinishedPage(Page page, List<StageRecord> stages) {
  public FinishedPage {
    stages = List.copyOf(stages);
  }
}
