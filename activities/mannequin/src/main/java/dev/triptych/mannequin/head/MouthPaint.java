package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Paint;
import dev.triptych.mannequin.appearance.Rgb;
import dev.triptych.mannequin.appearance.Trait;

/** Paints lips, a painted mouth around them, fangs or a skull's teeth. */
final class MouthPaint {
  private static final float EDGE = .004f;

  private final Rgb lips;
  private final float width;
  private final float smile;
  private final float painted;
  private final float teeth;
  private final boolean skull;

  MouthPaint(Look look) {
    lips = look.get(Paint.LIPS);
    width = look.get(Trait.MOUTH_WIDTH);
    smile = look.get(Trait.SMILE);
    painted = look.get(Trait.MOUTH_PAINT);
    teeth = look.get(Trait.TEETH);
    skull = look.get(Trait.SKULL) > 0;
  }

  void paint(float side, float y, float front, Pigment out) {
    float dy = y - HeadShape.MOUTH_HEIGHT - smile * (side * side * 4 - .004f);
    if (Math.abs(dy) > .06f) {
      return;
    }
    if (painted > 0) {
      float wide = side / (width * 1.45f);
      float tall = dy / .032f;
      float shape = (Soft.sqrt(wide * wide + tall * tall) - 1) * .03f;
      out.mix(lips, painted * front * Soft.inside(shape, EDGE));
    }
    lips(side, dy, front, out);
    if (skull && teeth > 0) {
      rows(side, dy, front, out);
    } else if (teeth > 0) {
      fangs(side, dy, front, out);
    }
  }

  /** A darker upper lip with its bow, a fuller lower one with a sheen, a dark line between. */
  private void lips(float side, float dy, float front, Pigment out) {
    float fullness = Math.max(0, 1 - side * side / (width * width));
    float upper = .0135f * fullness * (1 - .28f * Soft.hill(side / .012f));
    float lower = -.0175f * fullness;
    float shape = Math.max(Math.max(dy - upper, lower - dy), side - width);
    float lip = front * Soft.inside(shape, EDGE);
    out.mix(lips, lip);
    out.scale(1 - .18f * lip * Soft.step(0, .006f, dy));
    out.mix(1, .92f, .90f, .16f * lip * Soft.hill((dy + .009f) / .006f) * Soft.hill(side / .03f));
    float line = Math.max(Math.abs(dy) - .0022f, side - width * .97f);
    float darkness = .9f * front * Soft.inside(line, .0035f);
    out.mix(lips.red() * .30f, lips.green() * .25f, lips.blue() * .25f, darkness);
  }

  private void fangs(float side, float dy, float front, Pigment out) {
    float down = -dy;
    float taper = Math.abs(side - .024f) - .008f + .25f * down;
    float fang = Math.max(taper, Math.max(-down, down - .026f));
    out.mix(1, 1, .98f, teeth * front * Soft.inside(fang, .003f));
  }

  private void rows(float side, float dy, float front, Pigment out) {
    float end = side - width * .8f - .02f;
    float gap = .35f + .6f * Soft.step(-.9f, -.2f, Soft.wave(side * 52 + .75f));
    float row = Math.max(Math.abs(dy) - .018f, end);
    out.mix(gap, gap, gap * .92f, front * Soft.inside(row, .003f));
    float bite = Math.max(Math.abs(dy) - .002f, end);
    out.scale(1 - .6f * front * Soft.inside(bite, .003f));
  }
}
