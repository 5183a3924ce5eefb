package dev.triptych.models.mesh;

/**
 * Points of a cube around the world's origin, at which a field is looked at.
 *
 * @param side of the cube in world units
 * @param resolution points a side, those on the cube's faces included
 * @param border how many of them, from each face on, are empty whatever the field says; 1 at least,
 *     so that every surface is closed
 */
public record Grid(double side, int resolution, int border) {
  /** Points a side that a grid has at the least, and at the most. */
  public static final int COARSEST = 8;

  public static final int FINEST = 512;

  public Grid {
    if (!(side > 0) || resolution < COARSEST || resolution > FINEST) {
      throw new IllegalArgumentException(
          "a grid has a positive side and "
              + COARSEST
              + " to "
              + FINEST
              + " points along it, not "
              + side
              + " and "
              + resolution);
    }
    if (border < 1 || 2 * border + 2 > resolution) {
      throw new IllegalArgumentException(
          "a border of " + border + " points leaves none of " + resolution);
    }
  }

  /** Distance of neighbouring points. */
  public double spacing() {
    return side / (resolution - 1);
  }

  /** Where the point with this index lies on any axis. */
  double place(int index) {
    return -side / 2 + index * spacing();
  }

  /** Points a side that are not in the border. */
  int inner() {
    return resolution - 2 * border;
  }
}
