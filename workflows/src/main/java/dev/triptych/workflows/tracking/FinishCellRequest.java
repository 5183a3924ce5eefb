package dev.triptych.workflows.tracking;

import dev.triptych.workflows.stage.TrackingRun;

/** Closes a cell: its final metrics, state and failure. */
public record FinishCellRequest(TrackingRun tracking, CellOutcome outcome) {}
