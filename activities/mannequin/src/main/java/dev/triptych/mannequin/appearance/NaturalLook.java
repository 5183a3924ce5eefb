package dev.triptych.mannequin.appearance;

import dev.triptych.mannequin.appearance.Identity.Attribute;

/** The look of an identity before any style: palettes and ranges of the sixteen attributes. */
final class NaturalLook {
  private static final Rgb[] SKINS = {
    new Rgb(.98f, .86f, .78f),
    new Rgb(.95f, .78f, .66f),
    new Rgb(.87f, .66f, .50f),
    new Rgb(.70f, .48f, .34f),
    new Rgb(.47f, .31f, .22f)
  };

  // Neighbours are alike, so hue rises and falls once along the latent axis. Blue and purple are
  // kept because they teach decoders colours that no natural head has but styles need.
  static final Rgb[] HAIRS = {
    new Rgb(.11f, .09f, .09f),
    new Rgb(.27f, .16f, .10f),
    new Rgb(.46f, .27f, .14f),
    new Rgb(.68f, .32f, .13f),
    new Rgb(.90f, .74f, .40f),
    new Rgb(.68f, .68f, .70f),
    new Rgb(.24f, .32f, .66f),
    new Rgb(.58f, .24f, .56f)
  };

  private static final Rgb[] IRISES = {
    new Rgb(.27f, .16f, .09f),
    new Rgb(.42f, .30f, .12f),
    new Rgb(.25f, .46f, .24f),
    new Rgb(.22f, .46f, .56f),
    new Rgb(.20f, .42f, .74f)
  };

  private NaturalLook() {}

  static Look of(Identity who) {
    Rgb skin = palette(SKINS, who.level(Attribute.SKIN_TONE));
    Rgb hair = palette(HAIRS, who.level(Attribute.HAIR_HUE));
    float hairLength = positive((who.level(Attribute.HAIR_LENGTH) - .35f) / .65f);
    float beard = hairLength < .55f ? positive((who.level(Attribute.BEARD) - .65f) / .35f) : 0;
    float brow = who.level(Attribute.BROW);
    return Look.usual()
        .with(Paint.SKIN, skin)
        .with(Paint.LIPS, skin.times(.84f, .55f, .55f))
        .with(Paint.BLUSH, skin.times(.96f, .70f, .66f))
        .with(Paint.HAIR, hair)
        .with(Paint.BEARD, hair.times(.9f, .9f, .9f))
        .with(Paint.BROW, hair.times(.62f, .62f, .62f))
        .with(Paint.IRIS, palette(IRISES, who.level(Attribute.EYE_HUE)))
        .with(Paint.SHIRT, hue(who.level(Attribute.SHIRT_HUE), .65f, .75f))
        .with(Trait.CHEEK_BLUSH, .55f)
        .with(Trait.HAIR_LENGTH, hairLength)
        .with(Trait.HAIR_VOLUME, range(who, Attribute.HAIR_VOLUME, .006f, .036f))
        .with(Trait.FACE_WIDTH, range(who, Attribute.FACE_WIDTH, .90f, 1.10f))
        .with(Trait.JAW_WIDTH, range(who, Attribute.JAW, .82f, 1.12f))
        .with(Trait.NOSE_SIZE, range(who, Attribute.NOSE, .75f, 1.35f))
        .with(Trait.EYE_RADIUS, range(who, Attribute.EYE_SIZE, .028f, .038f))
        .with(Trait.EYE_OFFSET, range(who, Attribute.EYE_SPACING, .056f, .074f))
        .with(Trait.MOUTH_WIDTH, range(who, Attribute.MOUTH_WIDTH, .040f, .066f))
        .with(Trait.SMILE, range(who, Attribute.SMILE, -.5f, 1.2f))
        .with(Trait.EAR_SIZE, range(who, Attribute.EAR, .75f, 1.35f))
        .with(Trait.BROW_THICKNESS, .006f + .008f * brow)
        .with(Trait.BROW_TILT, .15f - .3f * brow)
        .with(Trait.BEARD, beard);
  }

  private static float range(Identity who, Attribute attribute, float low, float high) {
    return low + (high - low) * who.level(attribute);
  }

  private static float positive(float value) {
    return Math.max(0, Math.min(1, value));
  }

  private static Rgb palette(Rgb[] colours, float level) {
    float place = level * (colours.length - 1);
    int below = Math.min((int) place, colours.length - 2);
    return colours[below].towards(colours[below + 1], Math.min(1, place - below));
  }

  /** HSV to RGB, hue in [0, 1] around the wheel. */
  private static Rgb hue(float hue, float saturation, float value) {
    return new Rgb(
        hueChannel(hue + 1, saturation, value),
        hueChannel(hue + 2 / 3f, saturation, value),
        hueChannel(hue + 1 / 3f, saturation, value));
  }

  private static float hueChannel(float turned, float saturation, float value) {
    float sector = (turned - (float) Math.floor(turned)) * 6;
    float purity = positive(Math.abs(sector - 3) - 1);
    return value * (1 - saturation * (1 - purity));
  }
}
