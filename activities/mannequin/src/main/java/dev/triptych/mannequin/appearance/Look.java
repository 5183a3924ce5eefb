package dev.triptych.mannequin.appearance;

import dev.triptych.models.noise.CounterNoise;
import java.util.Arrays;

/** How a head looks: every {@link Trait} and {@link Paint} as one flat vector. Immutable. */
public final class Look {
  private static final Trait[] TRAITS = Trait.values();
  private static final Paint[] PAINTS = Paint.values();

  /** Entries of the flat vector: the traits, then three channels for each paint. */
  public static final int SIZE = TRAITS.length + 3 * PAINTS.length;

  private final float[] entries;

  private Look(float[] entries) {
    this.entries = entries;
  }

  /** The look that every trait's and paint's usual value gives. */
  public static Look usual() {
    float[] entries = new float[SIZE];
    for (Trait trait : TRAITS) {
      entries[trait.index()] = trait.usual();
    }
    for (Paint paint : PAINTS) {
      put(entries, paint, paint.usual());
    }
    return new Look(entries);
  }

  /** The natural look of the identity in a latent vector {@code [64]}. */
  public static Look ofLatent(float[] latent) {
    return NaturalLook.of(Identity.ofLatent(latent));
  }

  /** The mean of all people's natural looks. */
  public static Look average() {
    return Average.LOOK;
  }

  /** Surveyed when it is first asked for. */
  private static final class Average {
    private static final int SURVEYED = 4000;
    static final Look LOOK = survey();

    private static Look survey() {
      CounterNoise noise = new CounterNoise(0).at("average look");
      double[] sums = new double[SIZE];
      for (int i = 0; i < SURVEYED; i++) {
        float[] look = ofLatent(noise.gaussian(i, Identity.LATENT_SIZE)).entries;
        for (int k = 0; k < SIZE; k++) {
          sums[k] += look[k];
        }
      }
      float[] means = new float[SIZE];
      for (int k = 0; k < SIZE; k++) {
        means[k] = (float) (sums[k] / SURVEYED);
      }
      return new Look(means);
    }
  }

  /**
   * A look between two.
   *
   * @param share of {@code other}, 0 to 1
   */
  public Look towards(Look other, double share) {
    float[] between = entries.clone();
    for (int k = 0; k < SIZE; k++) {
      between[k] += (float) (share * (other.entries[k] - entries[k]));
    }
    return new Look(between);
  }

  /** The value of a trait. */
  public float get(Trait trait) {
    return entries[trait.index()];
  }

  /** The colour of a paint. */
  public Rgb get(Paint paint) {
    int at = offset(paint);
    return new Rgb(entries[at], entries[at + 1], entries[at + 2]);
  }

  /** The same look with another value of one trait. */
  public Look with(Trait trait, float value) {
    float[] copy = entries.clone();
    copy[trait.index()] = value;
    return new Look(copy);
  }

  /** The same look with another colour of one paint. */
  public Look with(Paint paint, Rgb colour) {
    float[] copy = entries.clone();
    put(copy, paint, colour);
    return new Look(copy);
  }

  /** The flat vector {@code [SIZE]}, for networks that predict looks. */
  public float[] toArray() {
    return entries.clone();
  }

  private static void put(float[] entries, Paint paint, Rgb colour) {
    int at = offset(paint);
    entries[at] = colour.red();
    entries[at + 1] = colour.green();
    entries[at + 2] = colour.blue();
  }

  private static int offset(Paint paint) {
    return TRAITS.length + 3 * paint.index();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Look look && Arrays.equals(entries, look.entries);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(entries);
  }

  @Override
  public String toString() {
    return "Look" + Arrays.toString(entries);
  }
}
