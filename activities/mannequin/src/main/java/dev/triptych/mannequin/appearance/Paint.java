package dev.triptych.mannequin.appearance;

/** The colour entries of a {@link Look}: red, green, blue in [0, 1]. */
public enum Paint {
  SKIN(.87f, .66f, .50f),
  HAIR(.30f, .18f, .10f),
  BEARD(.30f, .18f, .10f),
  BROW(.22f, .13f, .08f),
  LIPS(.75f, .40f, .30f),
  EYE_WHITE(.97f, .97f, .97f),
  IRIS(.30f, .18f, .10f),
  SHIRT(.3f, .4f, .7f),
  HAT(.5f, .5f, .5f),
  BAND(.97f, .97f, .97f),
  EMBLEM(.95f, .93f, .88f),
  HORNS(.30f, .20f, .15f),
  BLUSH(.90f, .45f, .42f),
  EYE_SHADOW(.2f, .2f, .2f),
  STRIPES(.2f, .2f, .2f),
  TINT_DARK(0, 0, 0),
  TINT_LIGHT(1, 1, 1),
  INK(.10f, .08f, .10f);

  private final float red;
  private final float green;
  private final float blue;

  Paint(float red, float green, float blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** The place among the colours of a look: in the order of declaration by contract. */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }

  /** The colour where neither identity nor style says otherwise. */
  Rgb usual() {
    return new Rgb(red, green, blue);
  }
}
