package dev.triptych.models.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.diffusion.DistilledScore;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.i2t.TriplaneGenerator;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trains a triplane so that a diffusion network finds its views likely for a text. Decoder and
 * super-resolution are the GAN's, frozen; so this is score distillation with a prior of how heads
 * are decoded, and not DreamFusion itself.
 */
public final class ScoreDistillation {
  /**
   * From where the triplane is looked at: uniform over ranges around the front.
   *
   * @param pitchRange degrees to either side
   * @param yawRange degrees to either side
   */
  public record Looks(Camera.Rig rig, double pitchRange, double yawRange) {
    Camera draw(CounterNoise noise, int step, int view) {
      double pitch = pitchRange * (2 * noise.uniform(step, 2L * view) - 1);
      double yaw = yawRange * (2 * noise.uniform(step, 2L * view + 1) - 1);
      return rig.at(pitch, yaw);
    }
  }

  /**
   * @param batch views of a step
   * @param guidance of the text
   * @param leastTime earliest time of the noise, a share of the schedule
   * @param mostTime latest time of the noise
   */
  public record Settings(
      int batch, Looks looks, double guidance, double leastTime, double mostTime) {
    public Settings {
      if (batch < 1 || !(0 <= leastTime && leastTime <= mostTime && mostTime <= 1)) {
        throw new IllegalArgumentException(
            batch + " views at times from " + leastTime + " to " + mostTime);
      }
    }
  }

  private final Settings settings;
  private final Eg3dGenerator renderer;
  private final DistilledScore score;
  private final InstructPix2Pix.Instruction instruction;
  private final CounterNoise noise;

  /**
   * @param renderer frozen
   * @param seed of cameras, times and noise
   */
  public ScoreDistillation(
      Settings settings,
      Eg3dGenerator renderer,
      DistilledScore score,
      InstructPix2Pix.Instruction instruction,
      long seed) {
    this.settings = settings;
    this.renderer = renderer;
    this.score = score;
    this.instruction = instruction;
    this.noise = new CounterNoise(seed).at("distillation");
  }

  /**
   * Trains {@code weights} in place, going on from the newest checkpoint in {@code folder}.
   *
   * @param field the network that holds {@code weights}
   * @param style of the super-resolution, [1, w]
   * @return by step, as {@code total}, half the square of the gradient, which need not fall
   */
  public Map<String, float[]> run(
      TriplaneGenerator field,
      StateDict weights,
      NDArray style,
      Training.Plan plan,
      Path folder,
      Training.Observer observer,
      NDManager manager) {
    try (NDManager data = manager.newSubManager()) {
      return new Training(plan, weights, name -> 1, data)
          .run((step, scope) -> losses(field, style, step, scope), folder, observer);
    }
  }

  /** Renders twice, so that the graphs of encoder and rendering are never in memory together. */
  private Training.Losses losses(
      TriplaneGenerator field, NDArray style, int step, NDManager scope) {
    NDArray planes = field.planes(scope.create(new Shape(0)));
    NDArray images;
    try (NDManager once = scope.newSubManager()) {
      images = Autograd.leaf(render(Autograd.leaf(planes, once), style, step, once), scope);
    }
    NDArray total;
    try (NDManager judged = scope.newSubManager()) {
      Shape shape = score.noiseShape(settings.batch(), renderer.config().imageSize());
      total =
          score.loss(
              images,
              instruction,
              time(step),
              gaussian("noise", shape, step, judged),
              gaussian("draw", shape, step, judged),
              settings.guidance());
      Autograd.backward(total);
    }
    Autograd.backward(render(planes, style, step, scope), Autograd.gradient(images, scope));
    return Training.Losses.gathered(total, Map.of());
  }

  private NDArray render(NDArray planes, NDArray style, int step, NDManager scope) {
    List<Camera> cameras = new ArrayList<>();
    for (int view = 0; view < settings.batch(); view++) {
      cameras.add(settings.looks().draw(noise.at("looks"), step, view));
    }
    return renderer
        .render(
            planes, Camera.labels(cameras, scope), style, Sampling.jittered(noise.at("rays"), step))
        .image();
  }

  private NDArray gaussian(String purpose, Shape shape, int step, NDManager scope) {
    return scope.create(noise.at(purpose).gaussian(step, (int) shape.size()), shape);
  }

  private int time(int step) {
    int times = score.timesteps();
    int least = (int) Math.round(settings.leastTime() * times);
    int most = Math.min(times - 1, (int) Math.round(settings.mostTime() * times));
    return least + noise.at("times").below(Math.max(1, most - least + 1), step, 0);
  }
}
