package dev.triptych.workflows.tracking;

import dev.triptych.workflows.stage.State;

/** Closes a launch. */
public record FinishRunRequest(TrackingRun tracking, State state) {}
