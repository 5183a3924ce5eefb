package dev.triptych.mannequin.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.mannequin.pairs.PairDataset;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.OsgDecoder;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the tiny EG3D generator to draw what the procedural head looks like: supervised by
 * pictures and by points in space, since the head is known for every latent. No discriminator is
 * needed.
 */
final class GeneratorTraining {
  static final Kernels KERNELS = Kernels.of(GeneratorTraining.class, "objectives.py");
  private static final int BATCH = 8;
  private static final int IMAGE_EVERY =
      3; // pictures cost more than points and say less about shape

  private final Eg3dGenerator generator;
  private final PortraitBatches portraits;
  private final CounterNoise noise;

  GeneratorTraining(Eg3dGenerator generator, PortraitBatches portraits, long seed) {
    this.generator = generator;
    this.portraits = portraits;
    this.noise = new CounterNoise(seed).at("generator");
  }

  static Training.Plan plan(int steps) {
    Adam.Config adam = Adam.Config.of(1e-2, .9, .99).withClipNorm(1);
    return new Training.Plan(steps, adam, new Schedule(50, .5, .03), 0, Math.min(steps, 250));
  }

  /** The mapping already knows what w should say; the rest learns at full speed. */
  static double rate(String name) {
    return name.contains("mapping.") ? .05 : 1;
  }

  Training.Losses losses(int step, NDManager scope) {
    int[] pairs = portraits.draw(BATCH, noise.at("pairs"), step);
    NDArray planes = planes(pairs, scope);
    Map<String, NDArray> parts = new LinkedHashMap<>();
    NDArray total = pointLosses(pairs, planes, step, scope, parts);
    if (step % IMAGE_EVERY == 0) {
      total = total.add(imageLosses(pairs, planes, step, scope, parts));
    }
    return Training.Losses.of(total, parts);
  }

  private NDArray planes(int[] pairs, NDManager scope) {
    NDArray z = portraits.latents(pairs, scope);
    return generator.planes(generator.ws(z, 1));
  }

  private NDArray pointLosses(
      int[] pairs, NDArray planes, int step, NDManager scope, Map<String, NDArray> parts) {
    float[][] latents = new float[pairs.length][];
    for (int i = 0; i < pairs.length; i++) {
      latents[i] = portraits.pairs().latent(pairs[i]);
    }
    PointSupervision truth = new PointSupervision(latents, noise.at("points"), step);
    NDArray points = scope.create(truth.points, new Shape(pairs.length, PointSupervision.COUNT, 3));
    OsgDecoder.Samples samples = generator.sigmaAndColour(planes, points);
    NDArray occupancies =
        scope.create(truth.occupancies, new Shape(pairs.length, PointSupervision.COUNT));
    NDArray colours =
        scope.create(truth.colours, new Shape(pairs.length, PointSupervision.NEAR, 3));
    NDArray occupancy = KERNELS.call("occupancy_error", samples.density(), occupancies);
    NDArray colour = KERNELS.call("colour_error", samples.colour(), colours, occupancies);
    parts.put("occupancy", occupancy);
    parts.put("colour", colour);
    return occupancy.add(colour.mul(.7f));
  }

  private NDArray imageLosses(
      int[] pairs, NDArray planes, int step, NDManager scope, Map<String, NDArray> parts) {
    NDArray truth = portraits.images(pairs, false, scope);
    Eg3dGenerator.Rendering rendering =
        generator.render(
            planes,
            cameras(pairs, scope),
            generator.averageStyle(scope),
            Sampling.jittered(noise.at("rays"), step));
    NDArray raw = KERNELS.call("l1", rendering.raw(), KERNELS.call("half_size", truth));
    NDArray image = KERNELS.call("l1", rendering.image(), truth);
    NDArray edges = KERNELS.call("edges", rendering.image().sub(truth));
    parts.put("raw", raw);
    parts.put("image", image);
    parts.put("edges", edges);
    // Halved against colours in [0, 1], because these span [-1, 1].
    return raw.add(image.mul(1.5f)).add(edges);
  }

  private NDArray cameras(int[] pairs, NDManager scope) {
    PairDataset data = portraits.pairs();
    List<Camera> cameras = new ArrayList<>();
    for (int pair : pairs) {
      cameras.add(generator.config().cameras().at(data.pitch(pair), data.yaw(pair)));
    }
    return Camera.labels(cameras, scope);
  }

  /** Mean absolute error of held-out portraits, in [0, 1] colours. */
  double heldOutError(NDManager manager) {
    double sum = 0;
    int[] all = portraits.heldOut(120);
    try (GradMode off = GradMode.off()) {
      for (int from = 0; from < all.length; from += BATCH) {
        int[] pairs = java.util.Arrays.copyOfRange(all, from, from + BATCH);
        try (NDManager scope = manager.newSubManager()) {
          NDArray truth = portraits.images(pairs, false, scope);
          NDArray image =
              generator
                  .render(
                      planes(pairs, scope),
                      cameras(pairs, scope),
                      generator.averageStyle(scope),
                      Sampling.even())
                  .image();
          sum += KERNELS.call("l1", image, truth).getFloat() / 2 * BATCH;
        }
      }
    }
    return sum / all.length;
  }
}
