package dev.triptych.mannequin.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the two networks that judge pictures, on the same batches: CLIP by contrast of portraits
 * and captions, the LPIPS features by telling style, identity and pose.
 */
final class PerceptionTraining {
  private static final int BATCH = 64;

  /** CLIP, the LPIPS trunk and the head that only this training needs. */
  record Network(ClipModel clip, Lpips lpips, NDArray headWeight, NDArray headBias) {
    private static final int POOLED = 4; // positions that the head sees

    Network(Weights weights, ClipModel.Config clip, Lpips.Config lpips) {
      this(
          new ClipModel(weights.at("clip"), clip),
          new Lpips(weights.at("lpips"), lpips),
          head(weights, "weight", lpips, true),
          head(weights, "bias", lpips, false));
    }

    private static NDArray head(Weights weights, String name, Lpips.Config lpips, boolean matrix) {
      long out = (long) PerceptionBatch.styleCount() + PerceptionBatch.ATTRIBUTES;
      long in = (long) POOLED * lpips.widths().get(lpips.widths().size() - 1);
      Weights head = weights.at("head");
      return matrix ? head.get(name, Init.fanIn(in), out, in) : head.get(name, Init.zeros(), out);
    }
  }

  private final Network network;
  private final Tokenizer tokenizer;
  private final PortraitBatches portraits;
  private final CounterNoise noise;

  PerceptionTraining(Network network, Tokenizer tokenizer, PortraitBatches portraits, long seed) {
    this.network = network;
    this.tokenizer = tokenizer;
    this.portraits = portraits;
    this.noise = new CounterNoise(seed).at("perception");
  }

  static Training.Plan plan(int steps) {
    return new Training.Plan(
        steps,
        Adam.Config.of(1.5e-3, .9, .999).withWeightDecay(.02).withClipNorm(1),
        new Schedule(50, .7, .02),
        0,
        Math.min(steps, 200));
  }

  /** LPIPS's linear weights stay the constants they are: nobody has judged pairs of mannequins. */
  static boolean trains(String name) {
    return !name.matches("lpips\\.lin\\d.*");
  }

  Training.Losses losses(int step, NDManager scope) {
    PerceptionBatch batch = new PerceptionBatch(portraits, BATCH, noise, step);
    NDArray images = PortraitBatches.toArray(batch.images, scope);
    NDArray texts = network.clip().embedTexts(tokenizer.encode(List.of(batch.captions), scope));
    NDArray same = scope.create(batch.same(), new Shape(BATCH, BATCH));
    NDArray contrast =
        GeneratorTraining.KERNELS.call(
            "contrastive",
            network.clip().embedImages(images),
            texts,
            network.clip().logitScale(),
            same);
    NDArray[] features = network.lpips().trunk(images.get(":" + batch.good));
    NDArray attributes =
        GeneratorTraining.KERNELS.call(
            "attributes",
            features[features.length - 1],
            network.headWeight(),
            network.headBias(),
            scope.create(batch.styles(), new Shape(batch.good, PerceptionBatch.styleCount())),
            scope.create(batch.attributes, new Shape(batch.good, PerceptionBatch.ATTRIBUTES)));
    Map<String, NDArray> parts = new LinkedHashMap<>();
    parts.put("contrast", contrast);
    parts.put("attributes", attributes);
    return Training.Losses.of(contrast.add(attributes), parts);
  }

  /**
   * How well CLIP judges held-out portraits: share of styles it names right, and mean cosine with
   * the right text, with wrong ones, of the plain face with the style's text, and of spoilt
   * portraits with the right text.
   */
  Map<String, Double> heldOutFigures(NDManager manager) {
    int[] pairs = portraits.heldOut(PortraitBatches.HELD_OUT);
    int count = Styles.all().size();
    double top1 = 0;
    double right = 0;
    double wrong = 0;
    double plain = 0;
    double spoilt = 0;
    double soft = 0;
    try (GradMode off = GradMode.off();
        NDManager scope = manager.newSubManager()) {
      List<String> texts = new ArrayList<>();
      Styles.all().forEach(style -> texts.add("a face of " + style.phrase()));
      NDArray embedded = network.clip().embedTexts(tokenizer.encode(texts, scope));
      float[] styled = cosines(portraits.images(pairs, true, scope), embedded);
      float[] unstyled = cosines(portraits.images(pairs, false, scope), embedded);
      float[] bad = cosines(spoilt(pairs, scope), embedded);
      float[] softened = cosines(softened(pairs, scope), embedded);
      for (int i = 0; i < pairs.length; i++) {
        int style = portraits.pairs().styleIndex(pairs[i]);
        int best = 0;
        for (int k = 0; k < count; k++) {
          best = styled[i * count + k] > styled[i * count + best] ? k : best;
          wrong += k == style ? 0 : styled[i * count + k] / (count - 1);
        }
        top1 += best == style ? 1 : 0;
        right += styled[i * count + style];
        plain += unstyled[i * count + style];
        spoilt += bad[i * count + style];
        soft += softened[i * count + style];
      }
    }
    double n = pairs.length;
    return Map.of(
        "clip_top1", top1 / n,
        "clip_right", right / n,
        "clip_wrong", wrong / n,
        "clip_plain_face", plain / n,
        "clip_softened", soft / n,
        "clip_spoilt", spoilt / n);
  }

  private float[] cosines(NDArray images, NDArray texts) {
    return network.clip().embedImages(images).matMul(texts.transpose()).toFloatArray();
  }

  private NDArray spoilt(int[] pairs, NDManager scope) {
    Degradation[] ways = Degradation.values();
    return altered(
        pairs,
        scope,
        (image, other, i) ->
            ways[i % ways.length].apply(image, other, PortraitBatches.SIZE, noise.at("judge" + i)));
  }

  private NDArray softened(int[] pairs, NDManager scope) {
    return altered(
        pairs,
        scope,
        (image, other, i) -> Degradation.soften(image, PortraitBatches.SIZE, noise.at("soft" + i)));
  }

  @FunctionalInterface
  private interface Alteration {
    float[] apply(float[] image, float[] other, int index);
  }

  private NDArray altered(int[] pairs, NDManager scope, Alteration alteration) {
    int numbers = 3 * PortraitBatches.SIZE * PortraitBatches.SIZE;
    float[] images = new float[pairs.length * numbers];
    for (int i = 0; i < pairs.length; i++) {
      float[] other = portraits.image(pairs[(i + 1) % pairs.length], true, false);
      float[] image = alteration.apply(portraits.image(pairs[i], true, false), other, i);
      System.arraycopy(image, 0, images, i * numbers, numbers);
    }
    return PortraitBatches.toArray(images, scope);
  }

  /**
   * He's initialisation for the trunk, which has no normalisation; the networks' own for the rest.
   */
  static float[] initial(CounterNoise noise, String name, Shape shape, Init init) {
    boolean trunk = name.startsWith("lpips.features.") && name.endsWith("weight");
    Init used =
        trunk
            ? new Init.Normal(Math.sqrt(2.0 / (shape.get(1) * shape.get(2) * shape.get(3))))
            : init;
    return used.values(noise.at(name), (int) shape.size());
  }
}
