package dev.triptych.workflows.tracking;

/**
 * A written report.
 *
 * @param location path or URL of {@code report.html}
 */
public record Report(String location) {}
