package dev.triptych.mannequin.appearance;

import java.util.Arrays;
import java.util.Locale;

/**
 * Who the head is: sixteen attributes, each in (0, 1), uniformly distributed when the latent is
 * normal.
 */
public final class Identity {
  /**
   * Entries of a latent vector; only the first sixteen are seen, the rest is there to be ignored.
   */
  public static final int LATENT_SIZE = 64;

  /** What each of the first sixteen latent entries decides, in order. */
  public enum Attribute {
    SKIN_TONE,
    HAIR_HUE,
    HAIR_LENGTH,
    HAIR_VOLUME,
    FACE_WIDTH,
    JAW,
    NOSE,
    EYE_SIZE,
    EYE_SPACING,
    EYE_HUE,
    MOUTH_WIDTH,
    SMILE,
    EAR,
    BROW,
    BEARD,
    SHIRT_HUE;

    /** The latent entry that decides: in the order of declaration by contract. */
    @SuppressWarnings("EnumOrdinal")
    int index() {
      return ordinal();
    }
  }

  private static final Attribute[] ATTRIBUTES = Attribute.values();

  private final float[] levels;

  private Identity(float[] levels) {
    this.levels = levels;
  }

  /**
   * Reads an identity from a latent vector: it is normalised to root mean square 1 first, as a
   * generator's mapping network does, then each entry passes through the normal distribution
   * function.
   *
   * @param latent {@code [64]}
   */
  public static Identity ofLatent(float[] latent) {
    if (latent.length != LATENT_SIZE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "A latent has %d entries, not %d", LATENT_SIZE, latent.length));
    }
    double squares = 0;
    for (float entry : latent) {
      squares += (double) entry * entry;
    }
    double scale = 1 / StrictMath.sqrt(squares / LATENT_SIZE + 1e-8);
    float[] levels = new float[ATTRIBUTES.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (float) normalCdf(latent[i] * scale);
    }
    return new Identity(levels);
  }

  /** The level of one attribute, in (0, 1). */
  public float level(Attribute attribute) {
    return levels[attribute.index()];
  }

  /** All levels {@code [16]}, in the order of {@link Attribute}. */
  public float[] levels() {
    return levels.clone();
  }

  @Override
  public String toString() {
    return "Identity" + Arrays.toString(levels);
  }

  /** Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8. */
  private static double normalCdf(double x) {
    double t = 1 / (1 + .2316419 * Math.abs(x));
    double series =
        t
            * (.319381530
                + t * (-.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = StrictMath.exp(-.5 * x * x) / StrictMath.sqrt(2 * StrictMath.PI) * series;
    return x > 0 ? 1 - tail : tail;
  }
}
