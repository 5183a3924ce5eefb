package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Trait;

/**
 * The solid parts of a head as signed distances in head units: y up, face to +z, skull about 0.32
 * wide. Thread-safe; callers bring the array for the parts' distances.
 */
final class HeadShape {
  /** The parts, in the order of the distances. */
  static final int SKIN = 0;

  static final int HAIR = 1;
  static final int BEARD = 2;
  static final int SHIRT = 3;
  static final int HAT = 4;
  static final int HORNS = 5;
  static final int NOSE_BALL = 6;
  static final int PARTS = 7;

  static final float EYE_HEIGHT = .025f;
  static final float MOUTH_HEIGHT = -.112f;
  static final float NOSE_TIP_HEIGHT = -.038f;

  /** Nothing of the head lies below: the bust is cut flat here. */
  private static final float BASE = -.312f;

  private static final float ABSENT = 1;
  private static final float FEATURES_REACH = .055f;

  private final Ellipsoid cranium;
  private final Ellipsoid jaw;
  private final Ellipsoid socket;
  private final Ellipsoid eye;
  private final Limb noseBridge;
  private final Ellipsoid noseTip;
  private final Ellipsoid nostril;
  private final Ellipsoid lips;
  private final Ellipsoid ear;
  private final Limb earPoint;
  private final boolean pointedEars;
  private final HairShape hair;
  private final Headwear headwear;
  private final Ellipsoid mouthGap;
  private final Limb longBeard;
  private final boolean bearded;
  private final boolean longBearded;
  private final float beardThickness;
  private final Ellipsoid shirt;
  private final boolean collared;
  private final float shirtTop;
  private final Ellipsoid noseBall;
  private final boolean hasNoseBall;

  HeadShape(Look look) {
    float face = look.get(Trait.FACE_WIDTH);
    float jawWidth = look.get(Trait.JAW_WIDTH);
    cranium = new Ellipsoid(0, .055f, -.015f, .160f * face, .165f, .175f);
    jaw = new Ellipsoid(0, -.075f, .025f, .118f * jawWidth, .140f, .135f);
    float eyeR = look.get(Trait.EYE_RADIUS);
    float eyeX = look.get(Trait.EYE_OFFSET);
    socket = new Ellipsoid(eyeX, EYE_HEIGHT, .160f, eyeR * 1.3f, eyeR, .030f);
    eye = new Ellipsoid(eyeX, EYE_HEIGHT, .137f - .5f * eyeR, eyeR, eyeR * .9f, eyeR * .9f);
    float nose = look.get(Trait.NOSE_SIZE);
    noseBridge = new Limb(0, .030f, .146f, .010f, 0, NOSE_TIP_HEIGHT, .166f, .013f * nose);
    noseTip = new Ellipsoid(0, NOSE_TIP_HEIGHT, .164f, .019f * nose, .018f * nose, .024f * nose);
    nostril = new Ellipsoid(.017f * nose, -.044f, .150f, .012f * nose, .011f * nose, .016f * nose);
    lips = new Ellipsoid(0, MOUTH_HEIGHT, .140f, look.get(Trait.MOUTH_WIDTH) * .8f, .018f, .016f);
    float earSize = look.get(Trait.EAR_SIZE);
    ear = new Ellipsoid(.158f * face, 0, -.01f, .017f * earSize, .040f * earSize, .028f * earSize);
    float point = look.get(Trait.EAR_POINT);
    pointedEars = point > 0;
    float tipX = .150f * face + .085f * point;
    earPoint = new Limb(.150f * face, 0, -.01f, .028f, tipX, .015f + .12f * point, -.06f, .004f);
    hair = new HairShape(look);
    headwear = new Headwear(look);
    float beard = look.get(Trait.BEARD);
    bearded = beard > .03f;
    beardThickness = .006f + .014f * beard;
    mouthGap =
        new Ellipsoid(0, MOUTH_HEIGHT, .19f, look.get(Trait.MOUTH_WIDTH) * .88f, .019f, .09f);
    float beardLength = look.get(Trait.BEARD_LENGTH);
    longBearded = beardLength > 0;
    longBeard = new Limb(0, -.16f, .085f, .070f, 0, -.18f - .10f * beardLength, .11f, .022f);
    shirt = new Ellipsoid(0, -.385f, -.045f, .265f, .155f, .120f);
    collared = look.get(Trait.COLLAR) > 0;
    shirtTop = collared ? .03f : .23f; // minus its height
    float ball = look.get(Trait.NOSE_BALL);
    hasNoseBall = ball > 0;
    noseBall =
        new Ellipsoid(
            0, -.035f, .195f, Math.max(ball, .01f), Math.max(ball, .01f), Math.max(ball, .01f));
  }

  /**
   * Fills {@code parts} with the distance to each part and returns the distance to the whole head.
   * Farther than 0.1 from the skull it is a lower bound.
   */
  float distance(float x, float y, float z, float[] parts) {
    float side = Math.abs(x);
    float skull = Soft.min(cranium.distance(x, y, z), jaw.distance(x, y, z), .07f);
    float skin = headwear.underHat(skin(side, y, z, skull), y);
    parts[SKIN] = skin;
    float hairs = headwear.underHat(hair.distance(side, y, z, skin), y);
    parts[HAIR] = hairs;
    float whole = Soft.min(skin, hairs, .01f);
    float beard = bearded && y < .15f ? beard(side, y, z, skull) : ABSENT;
    parts[BEARD] = beard;
    float cloth = y + shirtTop < whole + .02f ? shirt(side, y, z) : ABSENT;
    parts[SHIRT] = cloth;
    float hat = headwear.hat(x, y, z);
    parts[HAT] = hat;
    float horns = headwear.horns(side, y, z);
    parts[HORNS] = horns;
    float ball = hasNoseBall ? noseBall.distance(x, y, z) : ABSENT;
    parts[NOSE_BALL] = ball;
    whole = Math.min(whole, Math.min(beard, cloth));
    whole = Math.min(whole, Math.min(hat, Math.min(horns, ball)));
    return Math.max(whole, BASE - y);
  }

  private float skin(float side, float y, float z, float skull) {
    float skin = skull - FEATURES_REACH;
    if (skull < .10f) {
      skin = z > .04f ? features(side, y, z, skull) : skull;
      if (pointedEars || side > .09f) {
        skin = Soft.min(skin, ear.distance(side, y, z), .012f);
      }
    }
    if (pointedEars) {
      skin = Soft.min(skin, earPoint.distance(side, y, z), .015f);
    }
    if (y + .10f > skin + .04f) {
      return skin; // the neck ends below and is too far to blend
    }
    float back = z + .03f;
    float neck = Math.max(Soft.sqrt(side * side + back * back) - .070f, y + .10f);
    return Soft.min(skin, neck, .04f);
  }

  /** Eyes, nose and lips, each only where it can matter. */
  private float features(float side, float y, float z, float skull) {
    float skin = skull;
    if (y > -.05f && y < .10f) {
      skin = Soft.max(skin, -socket.distance(side, y, z), .02f);
      skin = Soft.min(skin, eye.distance(side, y, z), .004f);
    }
    if (side < .07f && y > -.13f && y < .10f) {
      skin = Soft.min(skin, noseBridge.distance(side, y, z), .022f);
      skin = Soft.min(skin, noseTip.distance(side, y, z), .016f);
      skin = Soft.min(skin, nostril.distance(side, y, z), .010f);
    }
    return y < -.04f ? Soft.min(skin, lips.distance(side, y, z), .02f) : skin;
  }

  /**
   * The jaw grown outwards, cut along a line from the sideburns to the moustache, open at the
   * mouth.
   */
  private float beard(float side, float y, float z, float skull) {
    float rise = Math.max(0, side - .065f);
    float line = -.082f + Math.min(24 * rise * rise, .075f);
    float beard = Soft.max(skull - beardThickness, Math.max(y - line, .020f - z), .022f);
    if (longBearded) {
      beard = Soft.min(beard, longBeard.distance(side, y, z), .03f);
    }
    return Soft.max(beard, -mouthGap.distance(side, y, z), .012f);
  }

  private float shirt(float side, float y, float z) {
    float cloth = shirt.distance(side, y, z);
    if (collared) {
      float back = z + .04f;
      float radius = Soft.sqrt(side * side + back * back);
      float wall = Math.abs(radius - .135f - .45f * (y + .20f)) - .010f;
      float collar =
          Math.max(Math.max(wall, y + .085f - .25f * side), Math.max(z - .035f, -.30f - y));
      cloth = Math.min(cloth, collar);
    }
    return cloth;
  }
}
