package dev.triptych.workflows.database;

import dev.triptych.workflows.artifact.ArtifactRef;

/**
 * What a database holds of one style.
 *
 * @param style as text
 * @param slug names it within the experiment
 * @param members JSON lines, one for each dataset
 * @param trained views that a model may be trained on
 * @param plainFrontal of the first dataset, before editing
 * @param frontal I_f of the first dataset
 */
public record Page(
    String style,
    String slug,
    ArtifactRef members,
    int trained,
    ArtifactRef plainFrontal,
    ArtifactRef frontal) {}
