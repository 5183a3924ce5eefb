package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Paint;
import dev.triptych.mannequin.appearance.Rgb;
import dev.triptych.mannequin.appearance.Trait;

/**
 * What a head is made of and how light falls on it. Everything depends on the point alone and never
 * on the camera, so a volume can learn it.
 */
final class Material {
  // Light from above and in front, the same for left and right, so that a mirrored portrait is
  // again a portrait.
  private static final float LIGHT_Y = .60f;
  private static final float LIGHT_Z = .80f;
  private static final float SHINE_Y = .35f;
  private static final float SHINE_Z = .9367f;

  private final Rgb tintDark;
  private final Rgb tintLight;
  private final Rgb stripe;
  private final Rgb ink;
  private final float tint;
  private final float stripes;
  private final float grain;
  private final float gloss;
  private final float outline;
  private final float hatching;
  private final float toon;
  private final float glow;
  private final float eyeX;
  private final float eyeR;

  Material(Look look) {
    tintDark = look.get(Paint.TINT_DARK);
    tintLight = look.get(Paint.TINT_LIGHT);
    stripe = look.get(Paint.STRIPES);
    ink = look.get(Paint.INK);
    tint = look.get(Trait.TINT);
    stripes = look.get(Trait.STRIPES);
    grain = look.get(Trait.GRAIN);
    gloss = look.get(Trait.GLOSS);
    outline = look.get(Trait.OUTLINE);
    hatching = look.get(Trait.HATCHING);
    toon = look.get(Trait.TOON);
    glow = look.get(Trait.EYE_GLOW);
    eyeX = look.get(Trait.EYE_OFFSET);
    eyeR = look.get(Trait.EYE_RADIUS);
  }

  /** Replaces natural colours by those of the material. */
  void cover(float x, float y, float z, Pigment out) {
    if (tint > 0) {
      float dx = Math.abs(x) - eyeX;
      float dy = y - HeadShape.EYE_HEIGHT;
      boolean front = z > .03f;
      float eye = front ? Soft.inside(Soft.sqrt(dx * dx + dy * dy) - eyeR * .8f, .006f) : 0;
      float ramp = Soft.clamp(.16f + .94f * out.luminance());
      float amount = tint * (1 - glow * eye);
      out.mix(
          tintDark.red() + (tintLight.red() - tintDark.red()) * ramp,
          tintDark.green() + (tintLight.green() - tintDark.green()) * ramp,
          tintDark.blue() + (tintLight.blue() - tintDark.blue()) * ramp,
          amount);
      if (stripes > 0) {
        float rings = 11 * y + 1.2f * Soft.wave(1.7f * Math.abs(x) + .1f) + 5 * z;
        out.mix(stripe, .7f * stripes * Soft.step(.2f, .85f, Soft.wave(rings)));
      }
    }
    if (grain > 0) {
      float coarse = Speckle.at(Math.abs(x) * 50, y * 50, z * 50);
      float fine = Speckle.at(Math.abs(x) * 100 + 7, y * 100, z * 100 + 3);
      out.scale(1 + grain * .42f * (.4f * coarse + .6f * fine));
    }
  }

  void light(float x, float y, float z, float distance, float nx, float ny, float nz, Pigment out) {
    float lambert = Math.max(0, ny * LIGHT_Y + nz * LIGHT_Z);
    if (toon > 0) {
      float steps =
          .24f + .31f * Soft.step(.24f, .36f, lambert) + .38f * Soft.step(.62f, .74f, lambert);
      lambert += toon * (steps - lambert);
    }
    out.scale(.56f + .52f * lambert + .04f * ny);
    if (gloss > 0) {
      float shine = Math.max(0, ny * SHINE_Y + nz * SHINE_Z);
      float s4 = shine * shine * shine * shine;
      float s16 = s4 * s4 * s4 * s4;
      out.add(.9f * gloss * s16 * shine * shine);
    }
    if (hatching > 0) {
      hatch(x, y, z, out);
    }
    if (outline > 0) {
      out.mix(ink, outline * .95f * Soft.step(.0062f, .011f, distance));
    }
    out.clamp();
  }

  /** Pencil lines on slanted planes of the object, closer together where it is darker. */
  private void hatch(float x, float y, float z, Pigment out) {
    float side = Math.abs(x);
    float tone = Soft.clamp(out.luminance() * 1.15f);
    float line = .5f + .5f * Soft.wave(13 * (side + y) + 5 * z);
    float cross = .5f + .5f * Soft.wave(13 * (y - side) + 5 * z + .5f);
    float shade = Soft.clamp((.85f - tone) * 1.6f);
    float first = Soft.step(.05f, .5f, shade - 1 + line);
    float second = Soft.step(.05f, .5f, shade - 1.35f + cross);
    float paper = .22f + .78f * Soft.step(.10f, .72f, tone);
    out.mix(paper, paper, paper, hatching);
    out.mix(ink, hatching * Math.min(.6f, .40f * first + .35f * second));
  }
}
