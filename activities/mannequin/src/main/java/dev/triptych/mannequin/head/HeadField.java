package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import java.util.Locale;

/**
 * A look as a field over space: signed distance, density and colour at any point. World coordinates
 * are those of the camera: y up, the face looks along +z, everything solid lies within 0.33 of the
 * origin on each axis.
 *
 * <p>Immutable and safe for concurrent use. Batches are points {@code [n, 3]} as flat arrays.
 */
public final class HeadField {
  /** Density deep inside the head, per unit of length. */
  public static final float DENSITY = 80;

  /** Over this distance the density falls to 27 % of what it is on the surface. */
  private static final float SOFTNESS = .006f;

  // Head units to world units: small enough for hats to fit below the upper edge of the picture.
  private static final float SCALE = .92f;
  private static final float INVERSE = 1 / SCALE;
  private static final float LIFT = -.042f;

  private static final float NORMAL_STEP = .0055f; // half a pixel of a 64-pixel portrait

  private static final float CREASE = 1.15f; // a gradient up to 1 / 1.15 counts as smooth

  private final HeadShape shape;
  private final HeadPaint paint;

  /** The point of the world at a point of the head in head units, [3]. */
  static double[] world(double x, double y, double z) {
    return new double[] {SCALE * x, SCALE * y + LIFT, SCALE * z};
  }

  /** The field of a look. */
  public HeadField(Look look) {
    this.shape = new HeadShape(look);
    this.paint = new HeadPaint(look);
  }

  /** What one evaluation needs besides the field: one per thread. */
  static final class Scratch {
    final float[] parts = new float[HeadShape.PARTS];
    final Pigment brush = new Pigment();
    final Pigment colour = new Pigment();
    float normalX;
    float normalY;
    float normalZ;
  }

  /**
   * Signed distances, below 0 inside; farther than about 0.1 from the head they are lower bounds.
   *
   * @param points {@code [n, 3]}
   * @param distances receives {@code [n]}
   */
  public void sdf(float[] points, float[] distances) {
    int n = count(points, distances, 1);
    Scratch scratch = new Scratch();
    for (int i = 0; i < n; i++) {
      distances[i] = distance(points[3 * i], points[3 * i + 1], points[3 * i + 2], scratch);
    }
  }

  /**
   * Densities, between 0 and {@link #DENSITY}.
   *
   * @param points {@code [n, 3]}
   * @param densities receives {@code [n]}
   */
  public void density(float[] points, float[] densities) {
    sdf(points, densities);
    for (int i = 0; i < points.length / 3; i++) {
      densities[i] = densityAt(densities[i]);
    }
  }

  /**
   * Colours before any light, in [0, 1] but for grain; a point off the surface has the colour of
   * the nearest part.
   *
   * @param points {@code [n, 3]}
   * @param colours receives {@code [n, 3]}
   */
  public void colours(float[] points, float[] colours) {
    int n = count(points, colours, 3);
    Scratch scratch = new Scratch();
    for (int i = 0; i < n; i++) {
      float x = points[3 * i] * INVERSE;
      float y = (points[3 * i + 1] - LIFT) * INVERSE;
      float z = points[3 * i + 2] * INVERSE;
      shape.distance(x, y, z, scratch.parts);
      paint.colour(x, y, z, scratch.parts, scratch.brush, scratch.colour);
      store(scratch.colour, colours, i);
    }
  }

  /**
   * Colours in the light, in [0, 1]: what a ray sees when it ends there.
   *
   * @param points {@code [n, 3]}
   * @param colours receives {@code [n, 3]}
   */
  public void shaded(float[] points, float[] colours) {
    int n = count(points, colours, 3);
    Scratch scratch = new Scratch();
    for (int i = 0; i < n; i++) {
      float x = points[3 * i];
      float y = points[3 * i + 1];
      float z = points[3 * i + 2];
      findNormal(x, y, z, scratch);
      shade(x, y, z, scratch);
      store(scratch.colour, colours, i);
    }
  }

  float distance(float x, float y, float z, Scratch scratch) {
    return SCALE * shape.distance(x * INVERSE, (y - LIFT) * INVERSE, z * INVERSE, scratch.parts);
  }

  static float densityAt(float distance) {
    return DENSITY / (1 + Soft.exp(distance / SOFTNESS));
  }

  /**
   * Puts the normal at a point into the scratch, from four tetrahedral distances: of length 1, but
   * shorter in creases, which so get darker.
   */
  void findNormal(float x, float y, float z, Scratch scratch) {
    float h = NORMAL_STEP;
    float s = x < 0 ? -h : h; // the tetrahedron is mirrored where the head is
    float a = distance(x + s, y - h, z - h, scratch);
    float b = distance(x - s, y - h, z + h, scratch);
    float c = distance(x - s, y + h, z - h, scratch);
    float d = distance(x + s, y + h, z + h, scratch);
    float nx = a - b - c + d;
    float ny = -a - b + c + d;
    float nz = -a + b - c + d;
    float length = Soft.sqrt(nx * nx + ny * ny + nz * nz) + 1e-7f;
    float scale = Math.min(1 / length, CREASE / (4 * h));
    scratch.normalX = x < 0 ? -nx * scale : nx * scale;
    scratch.normalY = ny * scale;
    scratch.normalZ = nz * scale;
  }

  /** Puts the lit colour at a point into the scratch, using the normal that is there. */
  void shade(float x, float y, float z, Scratch scratch) {
    float hx = x * INVERSE;
    float hy = (y - LIFT) * INVERSE;
    float hz = z * INVERSE;
    float distance = shape.distance(hx, hy, hz, scratch.parts);
    paint.colour(hx, hy, hz, scratch.parts, scratch.brush, scratch.colour);
    paint.light(
        hx, hy, hz, distance, scratch.normalX, scratch.normalY, scratch.normalZ, scratch.colour);
  }

  private static void store(Pigment colour, float[] colours, int i) {
    colours[3 * i] = colour.red;
    colours[3 * i + 1] = colour.green;
    colours[3 * i + 2] = colour.blue;
  }

  private static int count(float[] points, float[] out, int width) {
    int n = points.length / 3;
    if (points.length != 3 * n || out.length < width * n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Points must be [n, 3] and the result [n, %d]: %d and %d numbers do not fit",
              width,
              points.length,
              out.length));
    }
    return n;
  }
}
