package dev.triptych.mannequin.training;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.head.HeadField;
import dev.triptych.models.noise.CounterNoise;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Points in space with what the procedural head has there. A 3D GAN learns shape from pictures
 * alone; here the shape is known, and telling it to the generator saves most of the training.
 */
final class PointSupervision {
  private static final int CANDIDATES = 3000;
  static final int UNIFORM = 600;
  static final int NEAR = 900; // the candidates closest to the surface
  static final int COUNT = UNIFORM + NEAR;
  static final double STRETCH = .03; // length over which occupancy is measured, in world units

  private static final float HALF_BOX = .33f;
  private static final float JITTER = .008f;
  // The face, where most of the detail is: centre and half sizes.
  private static final float[] FACE_CENTRE = {0, -.06f, .13f};
  private static final float[] FACE_HALF = {.13f, .15f, .09f};

  final float[] points; // [heads, COUNT, 3]
  final float[] occupancies; // [heads, COUNT]
  final float[] colours; // [heads, NEAR, 3] in [0, 1], of the last NEAR points

  PointSupervision(float[][] latents, CounterNoise noise, int step) {
    points = new float[latents.length * COUNT * 3];
    occupancies = new float[latents.length * COUNT];
    colours = new float[latents.length * NEAR * 3];
    for (int head = 0; head < latents.length; head++) {
      fill(
          head,
          new HeadField(Look.ofLatent(latents[head])),
          new SplittableRandom(noise.bits(step, head)));
    }
  }

  private void fill(int head, HeadField field, SplittableRandom random) {
    float[] candidates = candidates(random);
    float[] distances = new float[CANDIDATES];
    field.sdf(candidates, distances);
    float[] chosen = new float[COUNT * 3];
    System.arraycopy(candidates, 0, chosen, 0, UNIFORM * 3);
    int[] nearest = nearest(distances);
    for (int i = 0; i < NEAR; i++) {
      for (int axis = 0; axis < 3; axis++) {
        chosen[(UNIFORM + i) * 3 + axis] =
            candidates[nearest[i] * 3 + axis] + JITTER * (float) random.nextGaussian();
      }
    }
    float[] densities = new float[COUNT];
    field.density(chosen, densities);
    for (int i = 0; i < COUNT; i++) {
      occupancies[head * COUNT + i] = (float) (1 - Math.exp(-STRETCH * densities[i]));
    }
    float[] shaded = new float[NEAR * 3];
    field.shaded(Arrays.copyOfRange(chosen, UNIFORM * 3, COUNT * 3), shaded);
    System.arraycopy(chosen, 0, points, head * COUNT * 3, COUNT * 3);
    System.arraycopy(shaded, 0, colours, head * NEAR * 3, NEAR * 3);
  }

  /** Half of them anywhere in the box, half around the face. */
  private static float[] candidates(SplittableRandom random) {
    float[] candidates = new float[CANDIDATES * 3];
    for (int i = 0; i < CANDIDATES; i++) {
      for (int axis = 0; axis < 3; axis++) {
        float unit = 2 * (float) random.nextDouble() - 1;
        candidates[3 * i + axis] =
            i < CANDIDATES / 2 ? HALF_BOX * unit : FACE_CENTRE[axis] + FACE_HALF[axis] * unit;
      }
    }
    return candidates;
  }

  private static int[] nearest(float[] distances) {
    long[] order = new long[distances.length];
    for (int i = 0; i < order.length; i++) {
      order[i] =
          ((long) Float.floatToIntBits(Math.abs(distances[i])) << 32)
              | i; // non-negative floats sort as integers
    }
    Arrays.sort(order);
    int[] nearest = new int[NEAR];
    for (int i = 0; i < NEAR; i++) {
      nearest[i] = (int) order[i];
    }
    return nearest;
  }
}
