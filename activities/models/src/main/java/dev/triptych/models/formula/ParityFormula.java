package dev.triptych.models.formula;

import java.nio.charset.StandardCharsets;

/**
 * Weights by formula, so that two implementations can fill a network alike without a file: {@code
 * scale·√3·(2u − 1) + shift} with {@code u = (splitmix64(fnv1a64(salt + name) + i) >>> 40) / 2^24}
 * for the row-major index i, formed in float64.
 *
 * @param salt another one gives other weights
 */
public record ParityFormula(String salt) {
  /** {@code count} values of the tensor {@code name}. */
  public float[] values(String name, int count, double scale, double shift) {
    long start = fnv1a64(salt + name);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double u = (splitmix64(start + i) >>> 40) / (double) (1 << 24);
      values[i] = (float) (scale * Math.sqrt(3) * (2 * u - 1) + shift);
    }
    return values;
  }

  private static long fnv1a64(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  private static long splitmix64(long x) {
    x += 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
