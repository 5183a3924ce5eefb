package dev.triptych.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Camera;
import java.util.ArrayList;
import java.util.List;

/**
 * From where a picture shows a head.
 *
 * @param elevation of the camera in degrees, positive above the head
 * @param azimuth of the camera in degrees, positive towards +x
 */
public record Pose(double elevation, double azimuth) {
  /** Right in front. */
  public static final Pose FRONTAL = new Pose(0, 0);

  public Pose {
    if (!(Math.abs(elevation) <= 90) || !(Math.abs(azimuth) <= 180)) {
      throw new IllegalArgumentException(
          "a pose of elevation " + elevation + "° and azimuth " + azimuth + "°");
    }
  }

  /** From where a mirrored picture shows a mirrored head. */
  public Pose mirrored() {
    return new Pose(elevation, -azimuth);
  }

  /** The camera of a picture in this pose, on the sphere of {@code rig}. */
  public Camera camera(Camera.Rig rig) {
    return sphere(rig).at(elevation, azimuth);
  }

  /** The same sphere, whose cameras are named by elevation and azimuth. */
  static Camera.Rig sphere(Camera.Rig rig) {
    return rig.with(Camera.Angles.TRUE);
  }

  /** Elevation and azimuth in radians, [n, 2]. */
  static NDArray radians(List<Pose> poses, NDManager manager) {
    float[] values = new float[2 * poses.size()];
    for (int i = 0; i < poses.size(); i++) {
      values[2 * i] = (float) Math.toRadians(poses.get(i).elevation);
      values[2 * i + 1] = (float) Math.toRadians(poses.get(i).azimuth);
    }
    return manager.create(values, new Shape(poses.size(), 2));
  }

  /** The poses of {@link #radians}; what lies beyond the poles or behind the head comes back. */
  static List<Pose> of(NDArray radians) {
    float[] values = radians.toFloatArray();
    List<Pose> poses = new ArrayList<>();
    for (int i = 0; i < values.length; i += 2) {
      double elevation = Math.toDegrees(values[i]);
      double azimuth = Math.IEEEremainder(Math.toDegrees(values[i + 1]), 360);
      poses.add(new Pose(Math.max(-90, Math.min(90, elevation)), azimuth));
    }
    return List.copyOf(poses);
  }
}
