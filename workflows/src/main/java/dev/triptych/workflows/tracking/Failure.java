package dev.triptych.workflows.tracking;

/**
 * Why a cell failed.
 *
 * @param type one of {@link dev.triptych.workflows.stage.FailureTypes}, or an exception's class
 * @param message for the user: which stage, which view, what and how to mend it
 */
public record Failure(String type, String message) {}
