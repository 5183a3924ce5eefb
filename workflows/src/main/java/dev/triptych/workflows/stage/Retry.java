package dev.triptych.workflows.stage;

/**
 * A step that has failed and is tried again.
 *
 * @param step slug of the stage or of the bookkeeping: {@code edit-view}, {@code finish-cell}
 * @param attempt the one that runs or waits for its turn, from 2
 * @param why what the one before failed with
 */
public record Retry(String step, int attempt, String why) {}
