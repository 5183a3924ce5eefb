package dev.triptych.workflows.tracking;

import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.stage.TrackingRun;

/**
 * Opens a cell beneath its launch.
 *
 * @param workflowId of the portrait, for a link
 */
public record StartCellRequest(TrackingRun parent, Cell cell, PriorRef priors, String workflowId) {}
