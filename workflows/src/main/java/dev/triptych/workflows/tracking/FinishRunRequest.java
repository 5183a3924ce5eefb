package dev.triptych.workflows.tracking;

import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TrackingRun;

/** Closes a launch. */
public record FinishRunRequest(TrackingRun tracking, State state) {}
