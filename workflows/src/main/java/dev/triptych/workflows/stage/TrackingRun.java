package dev.triptych.workflows.stage;

import org.jspecify.annotations.Nullable;

/**
 * Where metrics of a launch or of one of its cells go.
 *
 * @param run the launch
 * @param cell slug of the cell; null for the launch itself
 * @param trackerId the tracker's own id
 * @param link page that shows it; null if the tracker has none
 */
public record TrackingRun(
    String run, @Nullable String cell, String trackerId, @Nullable String link) {}
