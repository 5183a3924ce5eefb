package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;

/** The same view before and after editing. */
public record ViewPair(double pitch, double yaw, ArtifactRef source, ArtifactRef edited) {}
