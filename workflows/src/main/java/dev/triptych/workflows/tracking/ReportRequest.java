package dev.triptych.workflows.tracking;

import dev.triptych.workflows.stage.State;

/**
 * Asks for the report of what the run's folder holds by now.
 *
 * @param state of the run: a report of a running launch says so
 */
public record ReportRequest(String run, State state) {}
