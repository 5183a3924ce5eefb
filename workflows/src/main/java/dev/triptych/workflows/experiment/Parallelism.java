package dev.triptych.workflows.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How much of a launch is under way at a time; bounds queues, not workers.
 *
 * @param cells cells begun and not finished
 * @param datasets datasets being edited; 1 finishes the first portrait soonest
 * @param edits editing steps of one dataset that wait or run
 * @param viewsPerStep views that one step edits together; null for 1, as before there was a choice
 */
public record Parallelism(
    int cells,
    int datasets,
    int edits,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer viewsPerStep) {
  public Parallelism {
    viewsPerStep = viewsPerStep != null && viewsPerStep == 1 ? null : viewsPerStep;
    if (viewsPerStep != null && viewsPerStep < 1) {
      throw new IllegalArgumentException("viewsPerStep is below 1: " + viewsPerStep);
    }
    if (cells < 1 || datasets < 1 || edits < 1) {
      throw new IllegalArgumentException(
          "cells, datasets and edits must be at least 1: "
              + cells
              + ", "
              + datasets
              + ", "
              + edits);
    }
  }

  /**
   * Keeps {@code slots} busy: while as many portraits train, one more dataset is edited; twice as
   * many edits as slots wait, so that no slot starves and a training waits behind few of them.
   */
  public static Parallelism forSlots(int slots) {
    return new Parallelism(slots + 1, 1, 2 * slots, null);
  }

  /** The same with {@code views} in each editing step. */
  public Parallelism withViewsPerStep(int views) {
    return new Parallelism(cells, datasets, edits, views);
  }
}
