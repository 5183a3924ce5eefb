package dev.triptych.workflows.spec;

/** How nominal pitch and yaw become a camera. */
public enum AngleMode {
  /** Through EG3D's camera sampler, as the paper does: pitch 30° is 19.5° of true elevation. */
  SAMPLER,
  /** Pitch and yaw are true elevation and azimuth. */
  TRUE
}
