package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Paint;
import dev.triptych.mannequin.appearance.Rgb;
import dev.triptych.mannequin.appearance.Trait;

/**
 * Colours a whole head: each part's own paint, blended where parts meet, and the material over it.
 */
final class HeadPaint {
  private static final float PART_BLEND = .0030f;

  private final FacePaint face;
  private final Rgb hair;
  private final Rgb beard;
  private final Rgb shirt;
  private final Rgb hat;
  private final Rgb band;
  private final Rgb emblem;
  private final Rgb horns;
  private final Rgb noseBall;
  private final float bandAmount;
  private final float emblemAmount;
  private final float bandMiddle;
  private final boolean crown;
  private final boolean pompom;
  private final float tip;
  private final Material material;

  HeadPaint(Look look) {
    face = new FacePaint(look);
    material = new Material(look);
    hair = look.get(Paint.HAIR);
    beard = look.get(Paint.BEARD);
    shirt = look.get(Paint.SHIRT);
    hat = look.get(Paint.HAT);
    band = look.get(Paint.BAND);
    emblem = look.get(Paint.EMBLEM);
    horns = look.get(Paint.HORNS);
    noseBall = look.get(Paint.LIPS);
    bandAmount = look.get(Trait.HAT_BAND);
    emblemAmount = look.get(Trait.EMBLEM);
    bandMiddle = look.get(Trait.HAT_BRIM) > 0 ? .022f : .006f; // without a brim it is the hem
    crown = look.get(Trait.CROWN) > 0;
    pompom = look.get(Trait.POMPOM) > 0;
    tip = Headwear.TALLEST * look.get(Trait.HAT_HEIGHT);
  }

  /**
   * Mixes the unlit colour at a point in head units into {@code out}.
   *
   * @param parts the parts' distances there
   * @param brush scratch
   */
  void colour(float x, float y, float z, float[] parts, Pigment brush, Pigment out) {
    float nearest = parts[0];
    for (int i = 1; i < HeadShape.PARTS; i++) {
      nearest = Math.min(nearest, parts[i]);
    }
    out.set(0, 0, 0);
    float total = 0;
    for (int i = 0; i < HeadShape.PARTS; i++) {
      float behind = parts[i] - nearest;
      if (behind < 5 * PART_BLEND) {
        float weight = behind == 0 ? 1 : Soft.exp(-behind / PART_BLEND);
        part(i, x, y, z, brush);
        out.add(brush, weight);
        total += weight;
      }
    }
    out.scale(1 / total);
    material.cover(x, y, z, out);
  }

  /** Lights the colour by the surface normal (a unit vector) and finishes the material. */
  void light(float x, float y, float z, float distance, float nx, float ny, float nz, Pigment out) {
    material.light(x, y, z, distance, nx, ny, nz, out);
  }

  private void part(int part, float x, float y, float z, Pigment out) {
    float side = Math.abs(x);
    switch (part) {
      case HeadShape.SKIN -> face.paint(x, y, z, out);
      case HeadShape.HAIR -> {
        out.set(hair);
        float lock = HairShape.strands(side, y, z);
        float sheen = Soft.hill((y - .175f - .02f * lock) / .038f) * Soft.step(-.1f, .05f, z);
        out.scale(.88f + .22f * lock + .25f * sheen);
        out.add(.05f * sheen);
      }
      case HeadShape.BEARD -> {
        out.set(beard);
        float curl = Soft.wave(17 * side + 2.5f * Soft.wave(5 * y)) * Soft.wave(8 * y + 3 * side);
        out.scale(.93f + .12f * curl);
      }
      case HeadShape.SHIRT -> {
        out.set(shirt);
        float back = z + .03f;
        float neck = Soft.sqrt(side * side + back * back);
        out.scale(1 - .25f * Soft.inside(Math.abs(neck - .088f) - .010f, .006f));
      }
      case HeadShape.HAT -> hat(x, y, z, out);
      case HeadShape.HORNS -> {
        out.set(horns);
        out.scale(1 + .35f * Soft.wave(y * 30));
      }
      default -> out.set(noseBall);
    }
  }

  private void hat(float x, float y, float z, Pigment out) {
    out.set(hat);
    float up = y - Headwear.HAT_BASE;
    out.mix(band, bandAmount * Soft.inside(Math.abs(up - bandMiddle) - .022f, .005f));
    if (pompom) {
      out.mix(band, Soft.step(tip - .026f, tip - .018f, up));
    }
    float middle = crown ? .170f : Headwear.HAT_BASE + .052f;
    float dx = x / (crown ? .016f : .030f);
    float dy = (y - middle) / (crown ? .018f : .026f);
    float disc = Soft.sqrt(dx * dx + dy * dy) - 1;
    out.mix(emblem, emblemAmount * Soft.inside(disc, .25f) * Soft.step(.05f, .09f, z));
  }
}
