package dev.triptych.workflows.tracking;

/** Closes a cell: its final metrics, state and failure. */
public record FinishCellRequest(TrackingRun tracking, CellOutcome outcome) {}
