package dev.triptych.mannequin.appearance;

/**
 * The scalar entries of a {@link Look}. Lengths are in head units (the face is about 0.32 wide).
 */
public enum Trait {
  FACE_WIDTH(1),
  JAW_WIDTH(1),
  NOSE_SIZE(1),
  EYE_RADIUS(.032f),
  /** Distance of each eye from the middle of the face. */
  EYE_OFFSET(.065f),
  EYE_TILT(0),
  MOUTH_WIDTH(.054f),
  SMILE(0),
  EAR_SIZE(1),
  BROW_THICKNESS(.010f),
  BROW_TILT(0),
  HAIR_LENGTH(0),
  HAIR_VOLUME(.02f),
  WIDOWS_PEAK(0),
  /** 0 full hair, 0.5 a wreath of hair, 1 none. */
  BALDNESS(0),
  BEARD(0),
  BEARD_LENGTH(0),
  EAR_POINT(0),
  HAT_HEIGHT(0),
  /** 0 a cone, 1 a dome. */
  HAT_ROUNDNESS(0),
  HAT_BRIM(0),
  BRIM_CURL(0),
  HAT_BAND(0),
  POMPOM(0),
  EMBLEM(0),
  CROWN(0),
  HORNS(0),
  COLLAR(0),
  NOSE_BALL(0),
  CHEEK_BLUSH(0),
  MOUTH_PAINT(0),
  EYE_SHADOW(0),
  EYE_SHADOW_SIZE(1),
  SKULL(0),
  TEETH(0),
  STRIPES(0),
  WRINKLES(0),
  GRAIN(0),
  SEAMS(0),
  /** How much the material's two-colour ramp replaces the natural colours. */
  TINT(0),
  GLOSS(0),
  EYE_PATCH(0),
  EYE_GLOW(0),
  /**
   * How dark the outer shell of every part is: outlines that belong to the object, not to the view.
   */
  OUTLINE(0),
  HATCHING(0),
  /** How strongly light falls in steps instead of smoothly. */
  TOON(0);

  private final float usual;

  Trait(float usual) {
    this.usual = usual;
  }

  /** The place among the scalars of a look: in the order of declaration by contract. */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }

  /** The value where neither identity nor style says otherwise. */
  float usual() {
    return usual;
  }
}
