package dev.triptych.workflows.experiment;

import dev.triptych.workflows.spec.Cell;

/** Ids of a launch's workflows: the same launch names the same workflows. */
public final class WorkflowIds {
  private WorkflowIds() {}

  /** {@code <run>/<cell>}. */
  public static String portrait(String run, Cell cell) {
    return run + "/" + cell.slug();
  }

  /** {@code <run>/dataset/<dataset>}. */
  public static String dataset(String run, String datasetId) {
    return run + "/dataset/" + datasetId;
  }
}
