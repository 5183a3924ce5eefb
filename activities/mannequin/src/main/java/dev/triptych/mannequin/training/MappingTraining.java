package dev.triptych.mannequin.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;
import java.util.Map;

/**
 * Teaches the mapping what w should say before anything is drawn: a linear read-out of w predicts
 * the look. It saves minutes of the generator's training and makes w disentangled.
 */
final class MappingTraining {
  private static final int BATCH = 256;
  private static final int AVERAGED = 4096; // latents in the average style

  /** The generator with the read-out that only this training needs. */
  record Network(Eg3dGenerator generator, NDArray weight, NDArray bias) {
    Network(Weights weights, Eg3dConfig config, int targets) {
      this(
          new Eg3dGenerator(weights, config),
          weights.at("readout").get("weight", Init.fanIn(config.wDim()), targets, config.wDim()),
          weights.at("readout").get("bias", Init.zeros(), targets));
    }
  }

  private final LookTargets targets;
  private final CounterNoise noise;

  MappingTraining(long seed, int zDim) {
    noise = new CounterNoise(seed).at("mapping");
    targets = new LookTargets(zDim, noise.at("survey"));
  }

  int targets() {
    return targets.count();
  }

  static Training.Plan plan(int steps) {
    return new Training.Plan(
        steps, Adam.Config.of(4e-3, .9, .999), new Schedule(0, 1, .02), 0, Math.min(steps, 1000));
  }

  static boolean trains(String name) {
    return name.startsWith("readout.") || (name.contains("mapping.") && !name.endsWith("w_avg"));
  }

  Training.Losses losses(Network network, int step, NDManager scope) {
    int zDim = network.generator().config().zDim();
    float[] z = noise.at("z").gaussian(step, BATCH * zDim);
    float[] looks = new float[BATCH * targets.count()];
    for (int i = 0; i < BATCH; i++) {
      targets.put(
          java.util.Arrays.copyOfRange(z, i * zDim, (i + 1) * zDim), looks, i * targets.count());
    }
    NDArray latents = scope.create(z, new Shape(BATCH, zDim));
    NDArray w = network.generator().mapping().forward(latents, latents);
    NDArray error =
        GeneratorTraining.KERNELS.call(
            "look_error",
            w,
            network.weight(),
            network.bias(),
            scope.create(looks, new Shape(BATCH, targets.count())));
    return Training.Losses.of(error, Map.of("look", error));
  }

  /** Sets the average style, which the super-resolution uses for every head. */
  void average(Eg3dGenerator generator, NDManager manager) {
    try (GradMode off = GradMode.off();
        NDManager scope = manager.newSubManager()) {
      int zDim = generator.config().zDim();
      NDArray z =
          scope.create(noise.at("average").gaussian(0, AVERAGED * zDim), new Shape(AVERAGED, zDim));
      NDArray mean = generator.mapping().forward(z, z).mean(new int[] {0});
      Autograd.overwrite(generator.mapping().average(), mean);
    }
  }
}
