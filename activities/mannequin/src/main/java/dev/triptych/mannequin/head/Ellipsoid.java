package dev.triptych.mannequin.head;

/**
 * An axis-parallel ellipsoid; its distance is the usual k0 (k0 - 1) / k1 estimate, exact for a
 * ball.
 */
final class Ellipsoid {
  private final float cx;
  private final float cy;
  private final float cz;
  private final float ix;
  private final float iy;
  private final float iz;

  Ellipsoid(float cx, float cy, float cz, float rx, float ry, float rz) {
    this.cx = cx;
    this.cy = cy;
    this.cz = cz;
    this.ix = 1 / rx;
    this.iy = 1 / ry;
    this.iz = 1 / rz;
  }

  float distance(float x, float y, float z) {
    float dx = (x - cx) * ix;
    float dy = (y - cy) * iy;
    float dz = (z - cz) * iz;
    float k0 = Soft.sqrt(dx * dx + dy * dy + dz * dz + 1e-9f);
    float gx = dx * ix;
    float gy = dy * iy;
    float gz = dz * iz;
    return k0 * (k0 - 1) / Soft.sqrt(gx * gx + gy * gy + gz * gz + 1e-9f);
  }
}
