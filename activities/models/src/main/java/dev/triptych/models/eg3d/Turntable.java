package dev.triptych.models.eg3d;

import dev.triptych.models.eg3d.Camera.Angles;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The path of the camera in EG3D's films: on an ellipse before the face, which it goes along once,
 * from a little below to above and back.
 */
public final class Turntable {
  private static final double YAW = .35; // radians to either side
  private static final double PITCH = .25;
  private static final double MIDDLE = -.05; // a little above the horizon, as EG3D's sampler counts

  private Turntable() {}

  /**
   * Cameras of as many frames; after the last, the first would follow.
   *
   * @param rig where the generator's cameras stand
   */
  public static List<Camera> cameras(Camera.Rig rig, int frames) {
    Camera.Rig sampler = rig.with(Angles.EG3D);
    return IntStream.range(0, frames)
        .mapToObj(
            frame -> {
              double turn = 2 * Math.PI * frame / frames;
              return sampler.at(
                  Math.toDegrees(MIDDLE + PITCH * Math.cos(turn)),
                  Math.toDegrees(YAW * Math.sin(turn)));
            })
        .toList();
  }
}
