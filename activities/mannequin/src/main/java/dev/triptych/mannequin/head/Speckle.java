package dev.triptych.mannequin.head;

/** Smooth noise over space: random values at whole coordinates, interpolated between. */
final class Speckle {
  private Speckle() {}

  /** A value in [-1, 1]; features are about one unit wide. */
  static float at(float x, float y, float z) {
    float fx = (float) Math.floor(x);
    float fy = (float) Math.floor(y);
    float fz = (float) Math.floor(z);
    int ix = (int) fx;
    int iy = (int) fy;
    int iz = (int) fz;
    float u = ease(x - fx);
    float v = ease(y - fy);
    float w = ease(z - fz);
    float near = mix(row(ix, iy, iz, u), row(ix, iy + 1, iz, u), v);
    float far = mix(row(ix, iy, iz + 1, u), row(ix, iy + 1, iz + 1, u), v);
    return mix(near, far, w);
  }

  private static float row(int x, int y, int z, float u) {
    return mix(corner(x, y, z), corner(x + 1, y, z), u);
  }

  private static float corner(int x, int y, int z) {
    int hash = x * 0x27d4eb2d + y * 0x165667b1 + z * 0x9e3779b1;
    hash = (hash ^ (hash >>> 15)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return (hash ^ (hash >>> 16)) * 0x1.0p-31f;
  }

  private static float ease(float t) {
    return t * t * (3 - 2 * t);
  }

  private static float mix(float a, float b, float t) {
    return a + (b - a) * t;
  }
}
