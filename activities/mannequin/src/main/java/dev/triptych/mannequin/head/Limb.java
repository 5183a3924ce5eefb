package dev.triptych.mannequin.head;

/** A capsule whose radius goes linearly from one end to the other. */
final class Limb {
  private final float ax;
  private final float ay;
  private final float az;
  private final float bx;
  private final float by;
  private final float bz;
  private final float inverseLength2;
  private final float startRadius;
  private final float growth;

  Limb(
      float ax,
      float ay,
      float az,
      float startRadius,
      float ex,
      float ey,
      float ez,
      float endRadius) {
    this.ax = ax;
    this.ay = ay;
    this.az = az;
    this.bx = ex - ax;
    this.by = ey - ay;
    this.bz = ez - az;
    this.inverseLength2 = 1 / (bx * bx + by * by + bz * bz);
    this.startRadius = startRadius;
    this.growth = endRadius - startRadius;
  }

  float distance(float x, float y, float z) {
    float px = x - ax;
    float py = y - ay;
    float pz = z - az;
    float t = Soft.clamp((px * bx + py * by + pz * bz) * inverseLength2);
    float dx = px - t * bx;
    float dy = py - t * by;
    float dz = pz - t * bz;
    return Soft.sqrt(dx * dx + dy * dy + dz * dz + 1e-9f) - (startRadius + t * growth);
  }
}
