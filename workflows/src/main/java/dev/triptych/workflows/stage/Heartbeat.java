package dev.triptych.workflows.stage;

import dev.triptych.workflows.artifact.ArtifactRef;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeat details of a long step.
 *
 * @param done units (steps, views) finished
 * @param total units in all
 * @param checkpoint the newest one, from which the next attempt goes on
 */
public record Heartbeat(int done, int total, @Nullable ArtifactRef checkpoint) {}
