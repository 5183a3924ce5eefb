package dev.triptych.workflows.spec;

import org.jspecify.annotations.Nullable;

/**
 * How nominal pitch and yaw become a camera. In either mode a positive pitch looks at the head from
 * above, and a positive yaw from where +x is, the right-hand side of the frontal picture.
 */
public enum AngleMode {
  /**
   * Through EG3D's camera sampler, as the paper does: pitch 30° is 19.5° of true elevation. EG3D
   * itself counts pitch downwards; that stays inside the networks.
   */
  @Revision(2) // until then, a positive pitch looked from below
  SAMPLER,
  /** Pitch and yaw are true elevation and azimuth. */
  TRUE;

  /** Of this constant's meaning; null for the first. */
  public @Nullable Integer revision() {
    return Revision.Of.constant(this);
  }
}
