package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Trait;

/**
 * Hair as a signed distance in head units: a shell around the skull behind a hairline, and hair
 * that falls behind.
 */
final class HairShape {
  private static final float ABSENT = 1;

  private final boolean bald;
  private final boolean falling;
  private final Ellipsoid shell;
  private final Ellipsoid fall;
  private final float hairline;
  private final float parting;
  private final float peak;
  private final float recession;
  private final float earLine;
  private final float closeness;

  HairShape(Look look) {
    float volume = look.get(Trait.HAIR_VOLUME);
    float length = look.get(Trait.HAIR_LENGTH);
    float face = look.get(Trait.FACE_WIDTH);
    bald = look.get(Trait.BALDNESS) > .9f;
    falling = length > .02f;
    shell =
        new Ellipsoid(
            0,
            .065f,
            -.03f,
            .163f * face + volume + .006f,
            .166f + volume * 1.1f + .006f,
            .180f + volume + .004f);
    fall =
        new Ellipsoid(
            0,
            -.01f - .10f * length,
            -.065f,
            .175f * face + .5f * volume + .01f * length,
            .10f + .17f * length,
            .115f + .5f * volume);
    parting = Soft.step(.15f, .5f, length);
    hairline = .166f - 1.1f * volume;
    peak = look.get(Trait.WIDOWS_PEAK);
    earLine = .045f + .066f * look.get(Trait.BALDNESS) - .13f * parting;
    closeness = (1 - parting) * Math.min(.8f * volume, .020f);
    recession = .22f * look.get(Trait.BALDNESS);
  }

  /**
   * The distance, or something above {@code skin} where hair is too far behind the skin to be seen.
   */
  float distance(float side, float y, float z, float skin) {
    if (bald) {
      return ABSENT;
    }
    float line = behindHairline(side, y, z);
    float far = skin + .05f;
    if (line > far && (!falling || z - .03f > far)) {
      return line;
    }
    // Short hair lies close above the ears and in the neck.
    float cap = shell.distance(side, y, z) + closeness * Soft.step(.13f, .03f, y);
    if (Math.abs(cap) < .03f) {
      cap -= .0035f * strands(side, y, z);
      cap += .016f * parting * Soft.hill(side / .022f) * Soft.step(-.12f, .02f, z);
    }
    float hair = Soft.max(cap, line, .026f);
    if (falling && z - .03f < far) {
      float curtain = Soft.max(fall.distance(side, y, z), z - .03f, .02f);
      hair = Soft.min(hair, curtain, .03f);
    }
    return hair;
  }

  /**
   * Below 0 where hair grows: over a slanted line from forehead to temple, above the ears, down to
   * the nape.
   */
  private float behindHairline(float side, float y, float z) {
    float straight = hairline + .10f * side;
    float parted = .172f - .55f * Math.min(side, .10f);
    float line = straight + parting * (parted - straight);
    if (peak > 0) {
      line += peak * (.030f * Soft.hill((side - .062f) / .05f) - .040f * Soft.hill(side / .045f));
    }
    line += .005f * Soft.wave(side * 17) + recession;
    float front = (line + 1.5f * (z - .138f) - y) * .555f; // 1 / sqrt(1 + 1.5^2)
    float overEar = Math.min(earLine - y, z + .055f);
    float nape = -.13f - y;
    return Math.max(front, Math.max(overEar, nape));
  }

  /** Locks of hair, -1 between to 1 on top: combed from the parting down over the sides. */
  static float strands(float side, float y, float z) {
    float combed = z + .20f * side + .010f * Soft.wave(3.1f * y + 2 * side);
    return .7f * Soft.wave(21 * combed) + .3f * Soft.wave(33 * combed + 3 * y);
  }
}
