package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Paint;
import dev.triptych.mannequin.appearance.Rgb;
import dev.triptych.mannequin.appearance.Trait;

/** Paints eyes, lashes and brows, the shade around them, and a patch over one. */
final class EyePaint {
  private static final float EDGE = .004f;

  private final Rgb skin;
  private final Rgb brow;
  private final Rgb iris;
  private final Rgb white;
  private final Rgb shadow;
  private final float radius;
  private final float offset;
  private final float tilt;
  private final float glow;
  private final float browThickness;
  private final float browTilt;
  private final float shadowAmount;
  private final float shadowSize;
  private final float lashDarkness;
  private final float patchAmount;

  EyePaint(Look look) {
    skin = look.get(Paint.SKIN);
    brow = look.get(Paint.BROW);
    iris = look.get(Paint.IRIS);
    white = look.get(Paint.EYE_WHITE);
    shadow = look.get(Paint.EYE_SHADOW);
    radius = look.get(Trait.EYE_RADIUS);
    offset = look.get(Trait.EYE_OFFSET);
    tilt = look.get(Trait.EYE_TILT);
    glow = look.get(Trait.EYE_GLOW);
    browThickness = look.get(Trait.BROW_THICKNESS);
    browTilt = look.get(Trait.BROW_TILT);
    shadowAmount = look.get(Trait.EYE_SHADOW);
    shadowSize = look.get(Trait.EYE_SHADOW_SIZE);
    lashDarkness = look.get(Trait.SKULL) > 0 ? 0 : .85f * (1 - glow);
    patchAmount = look.get(Trait.EYE_PATCH);
  }

  void paint(float side, float y, float front, Pigment out) {
    float dx = side - offset;
    float level = y - HeadShape.EYE_HEIGHT;
    if (Math.abs(dx) > radius * 2.2f + .03f || Math.abs(level) > radius + .08f) {
      return;
    }
    float dy = level - tilt * dx;
    shade(dx, dy, front, out);
    if (browThickness > .001f) {
      brow(dx, level, front, out);
    }
    eye(dx, dy, front, out);
  }

  private void shade(float dx, float dy, float front, Pigment out) {
    float wide = dx / (1.25f * radius);
    float tall = (dy - .004f) / (1.12f * radius);
    float ring = Soft.sqrt(wide * wide + tall * tall);
    if (shadowAmount > 0) {
      out.mix(shadow, shadowAmount * front * Soft.inside((ring - shadowSize) * radius, .009f));
    } else {
      out.scale(1 - .16f * front * Soft.hill(ring / 1.5f)); // a socket lies in its brow's shade
    }
  }

  /** An arch that gets thinner outwards. */
  private void brow(float dx, float level, float front, Pigment out) {
    float middle = radius * .80f + .026f - browTilt * dx - 6 * dx * dx;
    float halfHeight = browThickness * (1 - 5 * Math.max(0, dx)) * .8f;
    float shape = Math.max(Math.abs(level - middle) - halfHeight, Math.abs(dx) - .036f);
    out.mix(brow, .92f * front * Soft.inside(shape, EDGE));
  }

  /** White between two lids, iris, pupil and a glint; a dark line along the upper lid. */
  private void eye(float dx, float dy, float front, Pigment out) {
    float halfWidth = 1.14f * radius;
    float lid = Math.max(0, 1 - dx * dx / (halfWidth * halfWidth));
    float upper = .66f * radius * lid;
    float lower = -.50f * radius * lid;
    float beside = Math.abs(dx) - halfWidth;
    float eye = Math.max(Math.max(dy - upper, lower - dy), beside);
    out.mix(white, front * Soft.inside(eye, EDGE));

    float looking = front * Soft.inside(eye + .001f, EDGE);
    float irisY = dy - .06f * radius;
    float fromCentre = Soft.sqrt(dx * dx + irisY * irisY);
    out.mix(iris, looking * Soft.inside(fromCentre - .58f * radius, EDGE));
    float pupil = Soft.inside(fromCentre - .29f * radius, EDGE);
    out.mix(.05f, .04f, .05f, looking * (1 - glow) * pupil);
    float glintX = dx + .10f * radius;
    float glintY = dy - .28f * radius;
    float fromGlint = Soft.sqrt(glintX * glintX + glintY * glintY);
    out.mix(1, 1, 1, .9f * looking * Soft.inside(fromGlint - .13f * radius, .003f));

    float lash = Math.max(Math.abs(dy - upper - .003f) - .0035f, beside - .002f);
    out.mix(.10f, .07f, .07f, lashDarkness * front * Soft.inside(lash, .0035f));
    float rim = Math.max(Math.abs(dy - lower + .002f) - .0015f, beside);
    float redness = .5f * lashDarkness * front * Soft.inside(rim, EDGE);
    out.mix(skin.red() * .6f, skin.green() * .5f, skin.blue() * .5f, redness);
  }

  /** A black patch over the eye at +x, with its band around the head. */
  void patch(float x, float y, float z, Pigment out) {
    if (patchAmount > 0) {
      float dx = x - offset;
      float dy = y - HeadShape.EYE_HEIGHT;
      float disc = Soft.sqrt(dx * dx + dy * dy) - .044f;
      float band = Math.abs(dy + .55f * dx) - .0055f;
      float near = Soft.step(-.03f, -.01f, z);
      float shape = Soft.inside(Math.min(disc, band), EDGE);
      out.mix(.05f, .05f, .05f, patchAmount * near * shape);
    }
  }
}
