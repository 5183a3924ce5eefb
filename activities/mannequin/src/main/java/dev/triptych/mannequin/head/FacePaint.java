package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Paint;
import dev.triptych.mannequin.appearance.Rgb;
import dev.triptych.mannequin.appearance.Trait;

/** Colours the skin, with everything painted on it as soft masks seen from the front. */
final class FacePaint {
  private final Rgb skin;
  private final Rgb blush;
  private final float blushAmount;
  private final float nose;
  private final float faceWidth;
  private final EyePaint eyes;
  private final MouthPaint mouth;
  private final SkinMarks marks;

  FacePaint(Look look) {
    skin = look.get(Paint.SKIN);
    blush = look.get(Paint.BLUSH);
    blushAmount = look.get(Trait.CHEEK_BLUSH);
    nose = look.get(Trait.NOSE_SIZE);
    faceWidth = look.get(Trait.FACE_WIDTH);
    eyes = new EyePaint(look);
    mouth = new MouthPaint(look);
    marks = new SkinMarks(look);
  }

  /** Paints the skin at a point in head units into {@code out}. */
  void paint(float x, float y, float z, Pigment out) {
    float side = Math.abs(x);
    float front = Soft.step(.015f, .045f, z);
    out.set(skin);
    contours(side, y, z, front, out);
    marks.underFeatures(side, y, z, front, out);
    if (front > 0) {
      eyes.paint(side, y, front, out);
      mouth.paint(side, y, front, out);
      marks.overFeatures(side, y, front, out);
    }
    eyes.patch(x, y, z, out);
  }

  /**
   * Soft shadows where light seldom reaches (under chin, nose and lips, in the ears) and the
   * cheeks' blood.
   */
  private void contours(float side, float y, float z, float front, Pigment out) {
    float neck = Soft.step(-.15f, -.21f, y) * Soft.step(.07f, .02f, z);
    float inEar = Soft.hill((y - .002f) / .030f) * Soft.step(.150f, .162f, side / faceWidth);
    out.scale(1 - .32f * neck - .25f * inEar);
    if (front > 0) {
      float underNose = Soft.hill(side / (.026f * nose)) * Soft.hill((y + .066f) / .014f);
      float besideNose = Soft.hill((side - .019f * nose) / .010f) * Soft.hill((y + .018f) / .040f);
      float underLip = Soft.hill(side / .035f) * Soft.hill((y + .143f) / .014f);
      out.scale(1 - front * (.22f * underNose + .10f * besideNose + .13f * underLip));
      float nostril =
          Soft.hill((side - .011f * nose) / (.009f * nose)) * Soft.hill((y + .058f) / .009f);
      out.scale(1 - .45f * front * nostril);
      float cheekX = (side - .082f) / .048f;
      float cheekY = (y + .052f) / .042f;
      out.mix(blush, blushAmount * front * Soft.hill(Soft.sqrt(cheekX * cheekX + cheekY * cheekY)));
    }
  }
}
