package dev.triptych.workflows.experiment;

/**
 * How much of a launch is under way at a time; bounds queues, not workers.
 *
 * @param cells cells begun and not finished
 * @param datasets datasets being edited; 1 finishes the first portrait soonest
 * @param edits edits of one dataset that wait or run
 */
public record Parallelism(int cells, int datasets, int edits) {
  public Parallelism {
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
    return new Parallelism(slots + 1, 1, 2 * slots);
  }
}
