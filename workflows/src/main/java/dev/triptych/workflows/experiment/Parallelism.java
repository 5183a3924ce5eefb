package dev.triptych.workflows.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.spec.ExperimentSpec;
import org.jspecify.annotations.Nullable;

/**
 * How much of a launch is under way at a time; bounds queues, not workers.
 *
 * @param cells cells begun and not finished
 * @param datasets datasets being edited; the fewer, the sooner is the first portrait finished
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

  /**
   * The same with so many datasets at a time that their steps are as many as may wait or run: one
   * of 117 views keeps a few slots busy, and not a hundred, least of all with several views in a
   * step.
   *
   * @param spec whose datasets they are, before variants
   */
  public Parallelism forDatasetsOf(ExperimentSpec spec) {
    int further = spec.evaluation().scoredViews().beyond(spec.views()).size();
    int views = spec.views().list().size() + further;
    int steps = ceil(views, viewsPerStep == null ? 1 : viewsPerStep);
    return new Parallelism(cells, Math.max(datasets, ceil(edits, steps)), edits, viewsPerStep);
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }
}
