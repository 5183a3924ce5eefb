package dev.triptych.workflows.database;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import org.jspecify.annotations.Nullable;

/**
 * A dataset of a database: one identity in one style.
 *
 * @param identity its number among those of the database, from 0
 * @param heldOut whether it is only scored and never trained on
 * @param dataset manifest of D_s
 * @param views how many it has
 * @param references manifest of further views to score by; null if there are none
 */
public record Member(
    int identity,
    boolean heldOut,
    ArtifactRef dataset,
    int views,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ArtifactRef references) {}
