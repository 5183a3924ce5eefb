package dev.triptych.mannequin.appearance;

import java.util.Locale;

/** A colour, each channel in [0, 1]. */
public record Rgb(float red, float green, float blue) {
  /** Refuses channels outside [0, 1]. */
  public Rgb {
    if (!(inRange(red) && inRange(green) && inRange(blue))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Colour channels must be in [0, 1], not %s %s %s", red, green, blue));
    }
  }

  private static boolean inRange(float channel) {
    return channel >= 0 && channel <= 1;
  }

  Rgb towards(Rgb other, float amount) {
    return new Rgb(
        blend(red, other.red, amount),
        blend(green, other.green, amount),
        blend(blue, other.blue, amount));
  }

  private static float blend(float from, float to, float amount) {
    return Math.max(0, Math.min(1, from + (to - from) * amount)); // rounding may step over 1
  }

  Rgb times(float redFactor, float greenFactor, float blueFactor) {
    return new Rgb(red * redFactor, green * greenFactor, blue * blueFactor);
  }
}
