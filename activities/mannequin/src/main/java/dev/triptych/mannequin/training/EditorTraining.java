package dev.triptych.mannequin.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.mannequin.appearance.Captions;
import dev.triptych.mannequin.appearance.Style;
import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.PromptContext;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Batch;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trains the tiny InstructPix2Pix: predict the noise in a styled portrait's latent, given the plain
 * portrait's latent and the request (Brooks et al. 2023). Text and image are left out now and then,
 * so that guidance works.
 */
final class EditorTraining {
  private static final int BATCH = 24;
  // Shares of steps in which an input is left out.
  private static final double NO_TEXT = .08;
  private static final double NO_TEXT_NO_IMAGE = .06;
  private static final double NO_IMAGE = .04;
  private static final double NEGATIVE_SHARE = .3; // of the left-out texts are the negative prompt
  private static final double LATE_SHARE =
      .35; // of the times are 600 or later, where the style is decided

  private final UNet2DConditionModel unet;
  private final CounterNoise noise;
  private final Ddim schedule;
  private final int trained;
  private final double scaling; // of latents into the diffusion's space
  private final NDArray plain; // [pairs, 4, 16, 16], scaled
  private final NDArray styled;
  private final NDArray prompts; // [prompts, tokens, width]
  private final int[] styles;
  private final int requests; // prompts of each style

  EditorTraining(
      UNet2DConditionModel unet,
      AutoencoderKL vae,
      TextEncoder text,
      Tokenizer tokenizer,
      Ddim schedule,
      PortraitBatches portraits,
      long seed,
      NDManager data) {
    this.unet = unet;
    this.noise = new CounterNoise(seed).at("editor");
    this.schedule = schedule;
    this.trained = portraits.trainingSize();
    this.scaling = vae.config().scalingFactor();
    this.styles = new int[trained];
    for (int i = 0; i < trained; i++) {
      styles[i] = portraits.pairs().styleIndex(i);
    }
    this.plain = latents(vae, portraits, false, data);
    this.styled = latents(vae, portraits, true, data);
    this.requests = Captions.edits(Styles.all().get(0)).size();
    List<String> texts = new ArrayList<>();
    for (Style style : Styles.all()) {
      texts.addAll(Captions.edits(style));
    }
    texts.add("");
    texts.add(Captions.NEGATIVE);
    try (GradMode off = GradMode.off()) {
      this.prompts = text.forward(tokenizer.encode(texts, data));
      prompts.attach(data);
    }
  }

  static Training.Plan plan(int steps) {
    return new Training.Plan(
        steps,
        Adam.Config.of(1.5e-3, .9, .999).withClipNorm(1).withWeightDecay(.005),
        new Schedule(100, .5, .02),
        .998,
        Math.min(steps, 250));
  }

  /** Standard deviation of the latents: its inverse is the autoencoder's scaling factor. */
  static double latentDeviation(AutoencoderKL vae, PortraitBatches portraits, NDManager manager) {
    try (GradMode off = GradMode.off();
        NDManager scope = manager.newSubManager()) {
      int[] some = new int[256];
      for (int i = 0; i < some.length; i++) {
        some[i] = i;
      }
      NDArray mean = vae.encode(portraits.images(some, true, scope)).mean();
      NDArray centred = mean.sub(mean.mean());
      return Math.sqrt(centred.square().mean().getFloat());
    }
  }

  private NDArray latents(
      AutoencoderKL vae, PortraitBatches portraits, boolean styledOnes, NDManager data) {
    List<NDArray> chunks = new ArrayList<>();
    try (GradMode off = GradMode.off()) {
      for (int from = 0; from < trained; from += 64) {
        int[] some = new int[Math.min(64, trained - from)];
        for (int i = 0; i < some.length; i++) {
          some[i] = from + i;
        }
        try (NDManager scope = data.newSubManager()) {
          NDArray mean = vae.encode(portraits.images(some, styledOnes, scope)).mean();
          NDArray scaled = mean.mul((float) vae.config().scalingFactor());
          scaled.attach(data);
          chunks.add(scaled);
        }
      }
      NDArray all = Batch.join(chunks, data);
      chunks.forEach(NDArray::close);
      return all;
    }
  }

  Training.Losses losses(int step, NDManager scope) {
    long[] pairs = new long[BATCH];
    long[] texts = new long[BATCH];
    float[] keepImage = new float[BATCH];
    float[] times = new float[BATCH];
    float[] signal = new float[BATCH];
    float[] level = new float[BATCH];
    CounterNoise draw = noise.at("draw");
    for (int i = 0; i < BATCH; i++) {
      pairs[i] = draw.below(trained, step, 8L * i);
      double r = draw.uniform(step, 8L * i + 1);
      boolean noText = r < NO_TEXT + NO_TEXT_NO_IMAGE;
      boolean noImage = r >= NO_TEXT && r < NO_TEXT + NO_TEXT_NO_IMAGE + NO_IMAGE;
      int blank = Styles.all().size() * requests;
      texts[i] =
          noText
              ? blank + (draw.uniform(step, 8L * i + 2) < NEGATIVE_SHARE ? 1 : 0)
              : styles[(int) pairs[i]] * (long) requests + draw.below(requests, step, 8L * i + 3);
      keepImage[i] = noImage ? 0 : 1;
      boolean late = draw.uniform(step, 8L * i + 4) < LATE_SHARE;
      int time =
          late ? 600 + draw.below(400, step, 8L * i + 5) : draw.below(1000, step, 8L * i + 5);
      times[i] = time;
      double alphaBar = schedule.alphaBar(time);
      signal[i] = (float) Math.sqrt(alphaBar);
      level[i] = (float) Math.sqrt(1 - alphaBar);
    }
    Shape each = new Shape(BATCH, 1, 1, 1);
    NDArray rows = scope.create(pairs);
    NDArray target = GeneratorTraining.KERNELS.callIn(scope, "rows", styled, rows);
    NDArray image =
        GeneratorTraining.KERNELS
            .callIn(scope, "rows", plain, rows)
            .mul(scope.create(keepImage, each));
    NDArray epsilon =
        scope.create(noise.at("epsilon").gaussian(step, (int) target.size()), target.getShape());
    NDArray noisy =
        GeneratorTraining.KERNELS.call(
            "noised", target, epsilon, scope.create(signal, each), scope.create(level, each));
    PromptContext context =
        unet.promptContext(
            GeneratorTraining.KERNELS.callIn(scope, "rows", prompts, scope.create(texts)));
    // InstructPix2Pix sees the image's latent unscaled.
    NDArray condition = image.div((float) scaling);
    NDArray predicted = unet.forward(noisy.concat(condition, 1), scope.create(times), context);
    NDArray error = GeneratorTraining.KERNELS.call("squared_error", predicted, epsilon);
    return Training.Losses.of(error, Map.of("epsilon", error));
  }
}
