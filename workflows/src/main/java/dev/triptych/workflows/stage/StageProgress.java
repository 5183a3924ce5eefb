package dev.triptych.workflows.stage;

/**
 * How far one stage is.
 *
 * @param done executions finished, 0 to total
 * @param total executions that the stage consists of: one, or one for each view
 */
public record StageProgress(Stage stage, State state, int done, int total) {}
