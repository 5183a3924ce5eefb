package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.ViewAngle;

/** The same view before and after editing. */
public record ViewPair(double pitch, double yaw, ArtifactRef source, ArtifactRef edited) {
  public ViewAngle angle() {
    return new ViewAngle(pitch, yaw);
  }

  ViewPair at(ViewAngle angle) {
    return new ViewPair(angle.pitch(), angle.yaw(), source, edited);
  }
}
