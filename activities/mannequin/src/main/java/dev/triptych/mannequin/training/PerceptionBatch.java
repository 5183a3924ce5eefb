package dev.triptych.mannequin.training;

import dev.triptych.mannequin.appearance.Captions;
import dev.triptych.mannequin.appearance.Identity;
import dev.triptych.mannequin.appearance.Identity.Attribute;
import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.mannequin.pairs.PairDataset;
import dev.triptych.models.noise.CounterNoise;
import java.util.SplittableRandom;

/**
 * Captioned portraits of one step: styled ones, plain ones with captions of what can be seen, and,
 * at the end, spoilt ones with the negative prompt's words. Everything depends on the seed and the
 * step.
 */
final class PerceptionBatch {
  private static final int KINDS = Styles.all().size() + 2;
  static final int PLAIN = KINDS - 2;
  private static final int SPOILT = KINDS - 1;
  private static final double PLAIN_SHARE = .2;
  private static final double SPOILT_SHARE = .28;
  private static final double SOFT_SHARE = .3; // good portraits that lost some detail, as edits do
  static final int ATTRIBUTES = Attribute.values().length + 2; // and pitch and yaw

  final int size;
  final int good; // the first ones, which are not spoilt
  final float[] images;
  final String[] captions;
  final int[] kinds;
  final float[] attributes;

  PerceptionBatch(PortraitBatches source, int size, CounterNoise noise, int step) {
    this.size = size;
    this.good = size - (int) Math.round(SPOILT_SHARE * size);
    int numbers = PairDataset.IMAGE_NUMBERS;
    images = new float[size * numbers];
    captions = new String[size];
    kinds = new int[size];
    attributes = new float[good * ATTRIBUTES];
    int[] pairs = source.draw(size, noise.at("pair"), step);
    for (int i = 0; i < size; i++) {
      SplittableRandom random = new SplittableRandom(noise.at("item").bits(step, i));
      float[] image = portrait(source, pairs[i], i, random, noise.at("soft"), step);
      if (i >= good) {
        float[] other = source.image(pairs[(i + 1) % size], true, false);
        Degradation[] ways = Degradation.values();
        image =
            ways[i % ways.length].apply(
                image, other, PortraitBatches.SIZE, new CounterNoise(random.nextLong()));
      }
      shiftAndTint(image, random, images, i * numbers);
    }
  }

  private float[] portrait(
      PortraitBatches source,
      int pair,
      int i,
      SplittableRandom random,
      CounterNoise softness,
      int step) {
    PairDataset data = source.pairs();
    boolean plain = random.nextDouble() < PLAIN_SHARE;
    boolean mirrored = data.mirrorable(pair) && random.nextBoolean();
    Identity identity = Identity.ofLatent(data.latent(pair));
    float[] image = source.image(pair, !plain, mirrored);
    if (i >= good) {
      kinds[i] = SPOILT;
      captions[i] = Captions.spoilt(random);
      return image;
    }
    kinds[i] = plain ? PLAIN : data.styleIndex(pair);
    captions[i] =
        plain
            ? Captions.plain(identity, random)
            : Captions.styled(Styles.all().get(kinds[i]), random);
    int at = i * ATTRIBUTES;
    for (Attribute attribute : Attribute.values()) {
      attributes[at++] = identity.level(attribute);
    }
    attributes[at] = data.pitch(pair) / 30;
    attributes[at + 1] = (mirrored ? -data.yaw(pair) : data.yaw(pair)) / 30;
    return random.nextDouble() < SOFT_SHARE
        ? Degradation.soften(image, PortraitBatches.SIZE, softness.at("step" + step + "-" + i))
        : image;
  }

  /** Small changes of place, contrast and brightness that do not change what is seen. */
  private static void shiftAndTint(
      float[] image, SplittableRandom random, float[] target, int offset) {
    int size = PortraitBatches.SIZE;
    int dx = random.nextInt(-2, 3);
    int dy = random.nextInt(-2, 3);
    float brightness = .06f * (float) (random.nextDouble() - .5);
    for (int c = 0; c < 3; c++) {
      float contrast = 1 + .12f * (float) (random.nextDouble() - .5);
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          float value =
              image[(c * size + Math.floorMod(y + dy, size)) * size + Math.floorMod(x + dx, size)];
          target[offset + (c * size + y) * size + x] =
              Math.max(0, Math.min(1, value * contrast + brightness));
        }
      }
    }
  }

  /** 1 where two items may share a caption, else 0; row-major [size, size]. */
  float[] same() {
    float[] same = new float[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        boolean equal =
            kinds[i] == kinds[j] && (kinds[i] != PLAIN || captions[i].equals(captions[j]));
        same[i * size + j] = equal ? 1 : 0;
      }
    }
    return same;
  }

  /** One-hot style, or plain, of the good items; row-major [good, styles + 1]. */
  float[] styles() {
    float[] styles = new float[good * (KINDS - 1)];
    for (int i = 0; i < good; i++) {
      styles[i * (KINDS - 1) + kinds[i]] = 1;
    }
    return styles;
  }

  /** Styles that the attribute head tells apart, the plain one included. */
  static int styleCount() {
    return KINDS - 1;
  }
}
