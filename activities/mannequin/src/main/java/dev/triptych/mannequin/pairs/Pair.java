package dev.triptych.mannequin.pairs;

import dev.triptych.mannequin.appearance.Identity;
import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.models.noise.CounterNoise;

/**
 * One training example before it is drawn: who, which style, seen from where. A pure function of
 * seed and index.
 *
 * @param latent {@code [64]}
 * @param pitch degrees, camera above if positive
 * @param yaw degrees, camera at +x if positive
 * @param style index into {@link Styles#all()}
 */
record Pair(float[] latent, float pitch, float yaw, int style) {
  static final float MAX_ANGLE = 31;
  private static final double FRONTAL_SHARE = .08;

  static Pair of(long seed, int index) {
    CounterNoise noise = new CounterNoise(seed).at("mannequin-pairs");
    float[] latent = new float[Identity.LATENT_SIZE];
    noise.at("latent").gaussian(index, latent);
    CounterNoise view = noise.at("view");
    boolean frontal = view.uniform(index, 0) < FRONTAL_SHARE;
    float pitch = frontal ? 0 : angle(view.uniform(index, 1));
    float yaw = frontal ? 0 : angle(view.uniform(index, 2));
    return new Pair(latent, pitch, yaw, index % Styles.all().size());
  }

  private static float angle(double uniform) {
    return (float) ((2 * uniform - 1) * MAX_ANGLE);
  }
}
