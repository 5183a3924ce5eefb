package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Rgb;

/** A colour being mixed; mutable so that painting a point allocates nothing. */
final class Pigment {
  float red;
  float green;
  float blue;

  void set(Rgb colour) {
    red = colour.red();
    green = colour.green();
    blue = colour.blue();
  }

  void set(float r, float g, float b) {
    red = r;
    green = g;
    blue = b;
  }

  void mix(Rgb colour, float amount) {
    mix(colour.red(), colour.green(), colour.blue(), amount);
  }

  void mix(float r, float g, float b, float amount) {
    red += (r - red) * amount;
    green += (g - green) * amount;
    blue += (b - blue) * amount;
  }

  void scale(float factor) {
    red *= factor;
    green *= factor;
    blue *= factor;
  }

  void add(Pigment other, float weight) {
    red += other.red * weight;
    green += other.green * weight;
    blue += other.blue * weight;
  }

  void add(float light) {
    red += light;
    green += light;
    blue += light;
  }

  void clamp() {
    red = Soft.clamp(red);
    green = Soft.clamp(green);
    blue = Soft.clamp(blue);
  }

  float luminance() {
    return .30f * red + .59f * green + .11f * blue; // ITU-R BT.601, rounded
  }
}
