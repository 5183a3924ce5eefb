package dev.triptych.worker.activities;

import dev.triptych.models.eg3d.Camera;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ViewAngle;

/** Where a view's camera stands. */
public final class ViewCameras {
  private ViewCameras() {}

  /** The camera at {@code angle} on {@code own} sphere: a positive pitch above, in either mode. */
  public static Camera at(Camera.Rig own, AngleMode angles, ViewAngle angle) {
    return ViewRendering.camera(own, angles, angle);
  }
}
