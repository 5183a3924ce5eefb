package dev.triptych.mannequin.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the autoencoder on plain and styled portraits: pixels, edges, a little LPIPS, and a faint
 * pull towards unit Gaussians.
 */
final class VaeTraining {
  private static final int BATCH = 16;
  private static final int PERCEIVED =
      8; // of the batch, every second step: LPIPS costs as much as the autoencoder
  private static final float KL_WEIGHT = 2e-4f;
  private static final float LPIPS_WEIGHT = .1f;

  private final AutoencoderKL vae;
  private final Lpips lpips;
  private final PortraitBatches portraits;
  private final CounterNoise noise;

  VaeTraining(AutoencoderKL vae, Lpips lpips, PortraitBatches portraits, long seed) {
    this.vae = vae;
    this.lpips = lpips;
    this.portraits = portraits;
    this.noise = new CounterNoise(seed).at("vae");
  }

  static Training.Plan plan(int steps) {
    return new Training.Plan(
        steps,
        Adam.Config.of(2e-3, .9, .999).withClipNorm(1),
        new Schedule(100, .5, .02),
        0,
        Math.min(steps, 250));
  }

  Training.Losses losses(int step, NDManager scope) {
    NDArray images = batch(step, scope);
    AutoencoderKL.Posterior posterior = vae.encode(images);
    NDArray mean = posterior.mean();
    NDArray draw =
        scope.create(noise.at("draw").gaussian(step, (int) mean.size()), mean.getShape());
    NDArray decoded = vae.decode(posterior.sample(draw));
    NDArray difference = decoded.sub(images);
    // Half of what they are between colours in [0, 1], because these span [-1, 1].
    NDArray l1 = difference.abs().mean().mul(.5f);
    NDArray edges = GeneratorTraining.KERNELS.call("edges", difference).mul(.5f);
    NDArray kl = GeneratorTraining.KERNELS.call("gaussian_kl", mean, posterior.logVariance());
    NDArray total = l1.add(edges.mul(.5f)).add(kl.mul(KL_WEIGHT));
    Map<String, NDArray> parts = new LinkedHashMap<>();
    parts.put("l1", l1);
    parts.put("edges", edges);
    parts.put("kl", kl);
    if (step % 2 == 0) {
      String first = ":" + PERCEIVED;
      NDArray perceived =
          lpips
              .distance(lpips.features(decoded.get(first)), lpips.features(images.get(first)))
              .mean();
      parts.put("lpips", perceived);
      total = total.add(perceived.mul(LPIPS_WEIGHT));
    }
    return Training.Losses.of(total, parts);
  }

  /** Half plain, half styled, mirrored at random. */
  private NDArray batch(int step, NDManager scope) {
    int[] pairs = portraits.draw(BATCH, noise.at("pairs"), step);
    float[] images = new float[BATCH * 3 * PortraitBatches.SIZE * PortraitBatches.SIZE];
    for (int i = 0; i < BATCH; i++) {
      boolean mirrored =
          portraits.pairs().mirrorable(pairs[i]) && noise.at("mirror").below(2, step, i) == 0;
      float[] image = portraits.image(pairs[i], i % 4 != 0, mirrored);
      System.arraycopy(image, 0, images, i * image.length, image.length);
    }
    return PortraitBatches.toArray(images, scope);
  }

  /** Mean absolute error of held-out styled portraits through the mean, in [0, 1] colours. */
  double heldOutError(NDManager manager) {
    List<Double> errors = new ArrayList<>();
    try (GradMode off = GradMode.off()) {
      int[] pairs = portraits.heldOut(PortraitBatches.HELD_OUT);
      for (int from = 0; from < pairs.length; from += 26) {
        try (NDManager scope = manager.newSubManager()) {
          NDArray images =
              portraits.images(java.util.Arrays.copyOfRange(pairs, from, from + 26), true, scope);
          NDArray decoded = vae.decode(vae.encode(images).mean()).clip(-1, 1);
          errors.add(GeneratorTraining.KERNELS.call("l1", decoded, images).getFloat() / 2.0);
        }
      }
    }
    return errors.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
