package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.ViewAngle;

/** One picture and where it was looked at from, nominal degrees. */
public record View(double pitch, double yaw, ArtifactRef image) {
  public View(ViewAngle angle, ArtifactRef image) {
    this(angle.pitch(), angle.yaw(), image);
  }

  public ViewAngle angle() {
    return new ViewAngle(pitch, yaw);
  }
}
