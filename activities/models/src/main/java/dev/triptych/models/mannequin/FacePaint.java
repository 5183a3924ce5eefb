package dev.triptych.models.mannequin;

/**
 * Colours the skin: eyes, brows, lips and whatever a style paints on a face, as soft masks seen
 * from the front.
 */
final class FacePaint {
  private static final float EDGE = .004f;
  private static final float EYE_Y = HeadShape.EYE_HEIGHT;

  private final Look look;
  private final Rgb skin;
  private final Rgb lips;
  private final Rgb brow;
  private final Rgb iris;
  private final Rgb white;
  private final Rgb blush;
  private final Rgb shadow;
  private final float eyeR;
  private final float eyeX;
  private final float eyeTilt;
  private final float eyeGlow;
  private final float browThickness;
  private final float browTilt;
  private final float mouthWidth;
  private final float smile;
  private final float blushAmount;
  private final float shadowAmount;
  private final float shadowSize;
  private final float nose;
  private final float skull;
  private final float faceWidth;
  private final boolean special;

  FacePaint(Look look) {
    this.look = look;
    skin = look.get(Paint.SKIN);
    lips = look.get(Paint.LIPS);
    brow = look.get(Paint.BROW);
    iris = look.get(Paint.IRIS);
    white = look.get(Paint.EYE_WHITE);
    blush = look.get(Paint.BLUSH);
    shadow = look.get(Paint.EYE_SHADOW);
    eyeR = look.get(Trait.EYE_RADIUS);
    eyeX = look.get(Trait.EYE_OFFSET);
    eyeTilt = look.get(Trait.EYE_TILT);
    eyeGlow = look.get(Trait.EYE_GLOW);
    browThickness = look.get(Trait.BROW_THICKNESS);
    browTilt = look.get(Trait.BROW_TILT);
    mouthWidth = look.get(Trait.MOUTH_WIDTH);
    smile = look.get(Trait.SMILE);
    blushAmount = look.get(Trait.CHEEK_BLUSH);
    shadowAmount = look.get(Trait.EYE_SHADOW);
    shadowSize = look.get(Trait.EYE_SHADOW_SIZE);
    nose = look.get(Trait.NOSE_SIZE);
    skull = look.get(Trait.SKULL);
    faceWidth = look.get(Trait.FACE_WIDTH);
    special =
        look.get(Trait.WRINKLES) > 0
            || look.get(Trait.STRIPES) > 0
            || look.get(Trait.MOUTH_PAINT) > 0
            || look.get(Trait.TEETH) > 0
            || look.get(Trait.SEAMS) > 0
            || skull > 0
            || look.get(Trait.EYE_PATCH) > 0;
  }

  /** Paints the skin at a point in head units into {@code out}. */
  void paint(float x, float y, float z, Pigment out) {
    float side = Math.abs(x);
    out.set(skin);
    float front = Soft.step(.015f, .045f, z);
    contours(side, y, z, front, out);
    if (front == 0) {
      if (special) {
        stripes(side, y, z, out);
      }
      return;
    }
    if (special) {
      stripes(side, y, z, out);
      wrinkles(side, y, front, out);
    }
    eyes(side, y, front, out);
    mouth(side, y, front, out);
    if (special) {
      bones(side, y, front, out);
      patch(x, y, z, out);
    }
  }

  /**
   * Soft shadows where light seldom reaches (under chin, nose and brows, in the ears) and the
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
      float cheekX = (side - .082f) / .048f;
      float cheekY = (y + .052f) / .042f;
      out.mix(blush, blushAmount * front * Soft.hill(Soft.sqrt(cheekX * cheekX + cheekY * cheekY)));
    }
  }

  private void eyes(float side, float y, float front, Pigment out) {
    float dx = side - eyeX;
    float dy = y - EYE_Y - eyeTilt * dx;
    if (Math.abs(dx) > eyeR * 2.2f + .03f || Math.abs(dy) > eyeR + .08f) {
      return;
    }
    float halfWidth = 1.14f * eyeR;
    float lid = Math.max(0, 1 - dx * dx / (halfWidth * halfWidth));
    float upper = .66f * eyeR * lid;
    float lower = -.50f * eyeR * lid;
    float ring =
        Soft.sqrt(
            dx * dx / (1.56f * eyeR * eyeR) + (dy - .004f) * (dy - .004f) / (1.25f * eyeR * eyeR));
    if (shadowAmount > 0) {
      out.mix(shadow, shadowAmount * front * Soft.inside((ring - shadowSize) * eyeR, .009f));
    } else {
      out.scale(1 - .16f * front * Soft.hill(ring / 1.5f)); // a socket lies in its brow's shade
    }
    float browLine = eyeR * .80f + .026f - browTilt * dx - 6 * dx * dx;
    float browShape =
        Math.max(
            Math.abs(y - EYE_Y - browLine) - browThickness * (1 - 5 * Math.max(0, dx)) * .8f,
            Math.abs(dx) - .036f);
    if (browThickness > .001f) {
      out.mix(brow, .92f * front * Soft.inside(browShape, EDGE));
    }
    float open = Math.max(dy - upper, lower - dy);
    float within = Math.abs(dx) - halfWidth;
    float eye = Math.max(open, within);
    float lash = Math.max(Math.abs(dy - upper - .003f) - .0035f, within - .002f);
    out.mix(white, front * Soft.inside(eye, EDGE));
    float looking = front * Soft.inside(eye + .001f, EDGE);
    float fromCentre = Soft.sqrt(dx * dx + (dy - .06f * eyeR) * (dy - .06f * eyeR));
    out.mix(iris, looking * Soft.inside(fromCentre - .58f * eyeR, EDGE));
    float pupil = looking * (1 - eyeGlow);
    out.mix(.05f, .04f, .05f, pupil * Soft.inside(fromCentre - .29f * eyeR, EDGE));
    float gx = dx + .10f * eyeR;
    float gy = dy - .28f * eyeR;
    float glint = Soft.inside(Soft.sqrt(gx * gx + gy * gy) - .13f * eyeR, .003f);
    out.mix(1, 1, 1, .9f * looking * glint);
    float dark = skull > 0 ? 0 : .85f * front * (1 - eyeGlow);
    out.mix(.10f, .07f, .07f, dark * Soft.inside(lash, .0035f));
    float below = Math.max(Math.abs(dy - lower + .002f) - .0015f, within);
    out.mix(
        skin.red() * .6f,
        skin.green() * .5f,
        skin.blue() * .5f,
        .5f * dark * Soft.inside(below, EDGE));
  }

  private void mouth(float side, float y, float front, Pigment out) {
    float centre = HeadShape.MOUTH_HEIGHT + smile * (side * side * 4 - .004f);
    float dy = y - centre;
    if (Math.abs(dy) > .06f) {
      return;
    }
    float painted = look.get(Trait.MOUTH_PAINT);
    if (painted > 0) {
      float wide = side / (mouthWidth * 1.45f);
      float tall = dy / .032f;
      float shape = (Soft.sqrt(wide * wide + tall * tall) - 1) * .03f;
      out.mix(lips, painted * front * Soft.inside(shape, EDGE));
    }
    float lidded = Math.max(0, 1 - side * side / (mouthWidth * mouthWidth));
    float bow = 1 - .28f * Soft.hill(side / .012f);
    float upper = .0135f * lidded * bow;
    float lower = -.0175f * lidded;
    float shape = Math.max(Math.max(dy - upper, lower - dy), side - mouthWidth);
    float lip = front * Soft.inside(shape, EDGE);
    out.mix(lips, lip);
    out.scale(1 - .18f * lip * Soft.step(0, .006f, dy));
    out.mix(1, .92f, .90f, .16f * lip * Soft.hill((dy + .009f) / .006f) * Soft.hill(side / .03f));
    float line = Math.max(Math.abs(dy) - .0022f, side - mouthWidth * .97f);
    out.mix(
        lips.red() * .30f,
        lips.green() * .25f,
        lips.blue() * .25f,
        .9f * front * Soft.inside(line, .0035f));
    float nostrils =
        Soft.hill((side - .011f * nose) / (.009f * nose)) * Soft.hill((y + .058f) / .009f);
    out.scale(1 - .45f * front * nostrils);
    teeth(side, dy, front, out);
  }

  private void teeth(float side, float dy, float front, Pigment out) {
    float teeth = look.get(Trait.TEETH);
    if (teeth <= 0) {
      return;
    }
    if (skull > 0) {
      float row = Math.max(Math.abs(dy) - .018f, side - mouthWidth * .8f - .02f);
      float gap = .35f + .6f * Soft.step(-.9f, -.2f, Soft.wave(side * 52 + .75f));
      out.mix(gap, gap, gap * .92f, front * Soft.inside(row, .003f));
      float bite = Math.max(Math.abs(dy) - .002f, side - mouthWidth * .8f - .02f);
      out.scale(1 - .6f * front * Soft.inside(bite, .003f));
    } else {
      float down = -dy; // two fangs below the mouth's line
      float fang =
          Math.max(Math.abs(side - .024f) - .008f + .25f * down, Math.max(-down, down - .026f));
      out.mix(1, 1, .98f, teeth * front * Soft.inside(fang, .003f));
    }
  }

  private void stripes(float side, float y, float z, Pigment out) {
    float amount = look.get(Trait.STRIPES);
    if (amount > 0 && look.get(Trait.TINT) <= 0) {
      float bend = y * 9.5f + 1.1f * Soft.wave(side * 2.2f) + 3.2f * z;
      float stripe = Soft.step(.35f, .8f, Soft.wave(bend)) * Soft.step(.012f, .04f, side);
      out.mix(look.get(Paint.STRIPES), .85f * amount * stripe);
    }
    float seams = look.get(Trait.SEAMS);
    if (seams > 0) {
      float seam =
          Math.min(side - .004f, Math.min(Math.abs(y - .085f) - .004f, Math.abs(y + .07f) - .004f));
      out.scale(1 - .65f * seams * Soft.inside(seam, .004f));
    }
  }

  private void wrinkles(float side, float y, float front, Pigment out) {
    float amount = look.get(Trait.WRINKLES);
    if (amount <= 0) {
      return;
    }
    float brows = .10f * Soft.hill((side - .05f) / .06f) * .1f;
    float forehead =
        (Soft.hill((y - .098f - brows) / .008f) + Soft.hill((y - .124f - brows) / .008f))
            * Soft.step(.105f, .07f, side);
    float fold =
        Soft.hill((side - .040f - .40f * Math.max(0, -.04f - y)) / .009f)
            * Soft.step(-.03f, -.05f, y)
            * Soft.step(-.13f, -.11f, y);
    float dx = side - eyeX;
    float bag =
        Soft.hill((y - EYE_Y + eyeR * .95f + .004f - 4 * dx * dx) / .007f) * Soft.hill(dx / .04f);
    float crow =
        Soft.hill((dx - eyeR * 1.5f) / .02f)
            * Soft.step(.2f, .8f, Soft.wave((y - EYE_Y) * 45 + .25f));
    float lines = Math.min(1, forehead + fold + bag + .7f * crow);
    out.scale(1 - .42f * amount * front * lines);
  }

  private void bones(float side, float y, float front, Pigment out) {
    if (skull <= 0) {
      return;
    }
    float hole = Math.max(side - .022f + .35f * (y + .02f), Math.abs(y + .038f) - .026f);
    out.mix(shadow, skull * front * Soft.inside(hole, .005f));
    float dx = (side - .108f) / .034f;
    float dy = (y + .09f) / .055f;
    out.scale(1 - .5f * skull * front * Soft.hill(Soft.sqrt(dx * dx + dy * dy)));
  }

  private void patch(float x, float y, float z, Pigment out) {
    float amount = look.get(Trait.EYE_PATCH);
    if (amount <= 0) {
      return;
    }
    float dx = x - eyeX;
    float dy = y - EYE_Y;
    float disc = Soft.sqrt(dx * dx + dy * dy) - .044f;
    float band = Math.abs(dy + .55f * dx) - .0055f;
    float near = Soft.step(-.03f, -.01f, z);
    out.mix(.05f, .05f, .05f, amount * near * Soft.inside(Math.min(disc, band), EDGE));
  }
}
