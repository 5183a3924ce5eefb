package dev.triptych.models.noise;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers as a pure function of (seed, stream, index): SplitMix64 for bits and Box–Muller in
 * {@link StrictMath} for Gaussians. Equal arguments give equal values on every machine and thread.
 */
public record CounterNoise(long seed) {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double TWO_POW_MINUS_53 = 0x1.0p-53;

  /** The noise of a named purpose, independent of every other name's. */
  public CounterNoise at(String name) {
    long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return new CounterNoise(mix(seed + GOLDEN_GAMMA) ^ hash);
  }

  /** 64 uniformly distributed bits. */
  public long bits(long stream, long index) {
    return mix(start(stream) + GOLDEN_GAMMA * (index + 1));
  }

  /** What the indices of a stream are counted from. */
  long start(long stream) {
    return mix(seed + GOLDEN_GAMMA * (stream + 1));
  }

  /** Uniform in [0, 1). */
  public double uniform(long stream, long index) {
    return (bits(stream, index) >>> 11) * TWO_POW_MINUS_53;
  }

  /** Uniform in {0, …, bound − 1}. */
  public int below(int bound, long stream, long index) {
    return (int) (uniform(stream, index) * bound);
  }

  /** Fills {@code out} with standard Gaussians. */
  public void gaussian(long stream, float[] out) {
    for (int i = 0; i < out.length; i += 2) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(stream, i)));
      double angle = 2 * StrictMath.PI * uniform(stream, i + 1);
      out[i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < out.length) {
        out[i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
  }

  /** {@code count} standard Gaussians. */
  public float[] gaussian(long stream, int count) {
    float[] out = new float[count];
    gaussian(stream, out);
    return out;
  }

  private static long mix(long x) {
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
