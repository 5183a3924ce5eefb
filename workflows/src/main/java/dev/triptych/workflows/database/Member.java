package dev.triptych.workflows.database;

import dev.triptych.workflows.artifact.ArtifactRef;

/**
 * A dataset of a database: one identity in one style.
 *
 * @param identity its number among those of the database, from 0
 * @param heldOut whether it is only scored and never trained on
 * @param dataset manifest of D_s
 * @param views how many it has
 */
public record Member(int identity, boolean heldOut, ArtifactRef dataset, int views) {}
