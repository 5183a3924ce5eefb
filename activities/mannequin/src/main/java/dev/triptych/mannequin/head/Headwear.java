package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Trait;

/** Hats, crowns and horns as signed distances in head units. */
final class Headwear {
  static final float HAT_BASE = .130f;

  /** Height of a hat of {@link Trait#HAT_HEIGHT} 1. */
  static final float TALLEST = .265f;

  private static final float ABSENT = 1;

  private final float hatHeight;
  private final float roundness;
  private final float brim;
  private final float curl;
  private final boolean pompom;
  private final boolean crown;
  private final float radius;
  private final float crownRadius;
  private final float tip;
  private final Limb hornRoot;
  private final Limb hornTip;
  private final boolean horned;

  Headwear(Look look) {
    float around = .160f * look.get(Trait.FACE_WIDTH) + look.get(Trait.HAIR_VOLUME) * .7f;
    hatHeight = look.get(Trait.HAT_HEIGHT);
    roundness = look.get(Trait.HAT_ROUNDNESS);
    brim = look.get(Trait.HAT_BRIM);
    curl = look.get(Trait.BRIM_CURL);
    pompom = look.get(Trait.POMPOM) > 0;
    crown = look.get(Trait.CROWN) > 0;
    radius = around + .018f;
    crownRadius = around + .004f;
    tip = TALLEST * Math.max(hatHeight, .05f);
    horned = look.get(Trait.HORNS) > 0;
    hornRoot = new Limb(.085f, .16f, .05f, .032f, .135f, .21f, .06f, .024f);
    hornTip =
        new Limb(
            .135f, .21f, .06f, .024f, .135f, .22f + .075f * look.get(Trait.HORNS), .05f, .004f);
  }

  /** Cuts away what would poke through a hat's top. */
  float underHat(float hair, float y) {
    return hatHeight > 0 ? Math.max(hair, y - HAT_BASE - .01f) : hair;
  }

  float hat(float x, float y, float z) {
    if (hatHeight > 0) {
      return cone(x, y, z);
    }
    return crown ? ring(x, y, z) : ABSENT;
  }

  private float cone(float x, float y, float z) {
    float back = z + .02f;
    float r = Soft.sqrt(x * x + back * back + 1e-9f);
    float up = y - HAT_BASE;
    float rise = Soft.clamp(up / tip);
    float dome = Soft.sqrt(1.02f - rise * rise);
    float profile = radius * (1 - rise + roundness * (dome - 1 + rise));
    float cone = Soft.max((r - profile) * .8f, up - tip, .01f);
    cone = Math.max(cone, -up);
    if (curl > 0) {
      cone = Soft.max(cone, up - .105f, .03f);
    }
    float lift = curl * 1.5f * Math.max(0, r - radius);
    float slope = curl > 0 ? .555f : 1; // 1 / sqrt(1 + 1.5^2)
    float edge = Math.max(r - radius - .055f * brim - .010f, (Math.abs(up - lift) - .014f) * slope);
    edge = Math.max(edge, up - .078f);
    float hat = Soft.min(cone, edge, .012f);
    if (pompom) {
      float py = up - tip - .002f;
      hat = Soft.min(hat, Soft.sqrt(x * x + py * py + back * back) - .032f, .012f);
    }
    return hat;
  }

  /** A ring with eight teeth: cos(8 a) by three doublings of the angle a. */
  private float ring(float x, float y, float z) {
    float back = z + .02f;
    float r = Soft.sqrt(x * x + back * back + 1e-9f);
    float cos = back / r;
    float cos2 = 2 * cos * cos - 1;
    float cos4 = 2 * cos2 * cos2 - 1;
    float cos8 = 2 * cos4 * cos4 - 1;
    float top = .190f + .035f * cos8;
    float lean = crownRadius + .10f * (y - .135f);
    return Math.max(Math.abs(r - lean) - .012f, Math.max((y - top) * .7f, .135f - y));
  }

  float horns(float side, float y, float z) {
    return horned
        ? Soft.min(hornRoot.distance(side, y, z), hornTip.distance(side, y, z), .01f)
        : ABSENT;
  }
}
