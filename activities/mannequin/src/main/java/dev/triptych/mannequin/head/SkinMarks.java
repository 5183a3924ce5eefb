package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Paint;
import dev.triptych.mannequin.appearance.Rgb;
import dev.triptych.mannequin.appearance.Trait;

/** Marks that some styles leave on skin: stripes, seams, wrinkles, the holes of a skull. */
final class SkinMarks {
  private final float stripes;
  private final Rgb stripe;
  private final float seams;
  private final float wrinkles;
  private final float skull;
  private final Rgb hollow;
  private final float eyeRadius;
  private final float eyeOffset;

  SkinMarks(Look look) {
    boolean grained = look.get(Trait.TINT) > 0; // then the material has the stripes, hair and all
    stripes = grained ? 0 : look.get(Trait.STRIPES);
    stripe = look.get(Paint.STRIPES);
    seams = look.get(Trait.SEAMS);
    wrinkles = look.get(Trait.WRINKLES);
    skull = look.get(Trait.SKULL);
    hollow = look.get(Paint.EYE_SHADOW);
    eyeRadius = look.get(Trait.EYE_RADIUS);
    eyeOffset = look.get(Trait.EYE_OFFSET);
  }

  /** What lies below eyes and mouth. */
  void underFeatures(float side, float y, float z, float front, Pigment out) {
    if (stripes > 0) {
      float bend = y * 9.5f + 1.1f * Soft.wave(side * 2.2f) + 3.2f * z;
      float band = Soft.step(.35f, .8f, Soft.wave(bend)) * Soft.step(.012f, .04f, side);
      out.mix(stripe, .85f * stripes * band);
    }
    if (seams > 0) {
      float across = Math.min(Math.abs(y - .085f), Math.abs(y + .07f));
      out.scale(1 - .65f * seams * Soft.inside(Math.min(side, across) - .004f, .004f));
    }
    if (wrinkles > 0 && front > 0) {
      out.scale(1 - .42f * wrinkles * front * Math.min(1, lines(side, y)));
    }
  }

  /** Two lines on the forehead, a fold beside the mouth, bags and crow's feet. */
  private float lines(float side, float y) {
    float bow = .010f * Soft.hill((side - .05f) / .06f);
    float forehead =
        (Soft.hill((y - .098f - bow) / .008f) + Soft.hill((y - .124f - bow) / .008f))
            * Soft.step(.105f, .07f, side);
    float fold =
        Soft.hill((side - .040f - .40f * Math.max(0, -.04f - y)) / .009f)
            * Soft.step(-.03f, -.05f, y)
            * Soft.step(-.13f, -.11f, y);
    float dx = side - eyeOffset;
    float dy = y - HeadShape.EYE_HEIGHT;
    float bag =
        Soft.hill((dy + eyeRadius * .95f + .004f - 4 * dx * dx) / .007f) * Soft.hill(dx / .04f);
    float crow =
        Soft.hill((dx - eyeRadius * 1.5f) / .02f) * Soft.step(.2f, .8f, Soft.wave(dy * 45 + .25f));
    return forehead + fold + bag + .7f * crow;
  }

  /** What lies above eyes and mouth: a skull's nose hole and hollow cheeks. */
  void overFeatures(float side, float y, float front, Pigment out) {
    if (skull > 0) {
      float hole = Math.max(side - .022f + .35f * (y + .02f), Math.abs(y + .038f) - .026f);
      out.mix(hollow, skull * front * Soft.inside(hole, .005f));
      float dx = (side - .108f) / .034f;
      float dy = (y + .09f) / .055f;
      out.scale(1 - .5f * skull * front * Soft.hill(Soft.sqrt(dx * dx + dy * dy)));
    }
  }
}
