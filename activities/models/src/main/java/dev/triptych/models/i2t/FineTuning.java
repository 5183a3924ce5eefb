package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.images.Image;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.StateDict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Fits a triplane generator to the edited views of one head, or of many (paper section 3.3,
 * Algorithm 2): the EG3D renderer stays frozen, the input is always the edited frontal view of the
 * same head, and every step compares a few rendered views with their edits. Of pictures of 256
 * pixels and more, one view is rendered at a time, so that a larger batch takes no more memory.
 */
public final class FineTuning {
  static final Kernels KERNELS = Kernels.of(FineTuning.class, "losses.py");

  /**
   * Weights of the losses: {@code reconstruction · (L1 + lpips · LPIPS) + density · L_dr}
   * (equations 5 to 7).
   *
   * @param batch views per step
   */
  public record Objective(
      int batch,
      double reconstruction,
      double lpips,
      double density,
      DensityRegularisation regularisation) {}

  /** An edited view: the picture and where it was taken from. */
  public record View(Camera camera, Image image) {}

  private final Objective objective;
  private final Eg3dGenerator renderer;
  private final Lpips lpips;
  private final long seed;

  /** Renderer and LPIPS are frozen; {@code seed} chooses views, ray jitter and points. */
  public FineTuning(Objective objective, Eg3dGenerator renderer, Lpips lpips, long seed) {
    this.objective = objective;
    this.renderer = renderer;
    this.lpips = lpips;
    this.seed = seed;
  }

  /**
   * Trains {@code weights} in place, going on from the newest checkpoint in {@code folder}.
   *
   * @param generator the network that holds {@code weights}
   * @param views the few-shot data set D_s
   * @param frontal I_f, the edited frontal view
   * @param style the super-resolution's style vector, [1, w]
   * @return losses by step: total, l1, lpips, dr
   */
  public Map<String, float[]> run(
      TriplaneGenerator generator,
      StateDict weights,
      List<View> views,
      Image frontal,
      NDArray style,
      Training.Plan plan,
      Path folder,
      Training.Observer observer,
      NDManager manager) {
    try (NDManager data = manager.newSubManager()) {
      Targets held =
          new Targets(frontal.toArray(data), style, views, lpips, Targets.FEATURE_BYTES, data);
      return run(generator, weights, held, plan, folder, observer, data);
    }
  }

  /**
   * As above for many heads.
   *
   * @param items what is learned from
   */
  public Map<String, float[]> run(
      TriplaneGenerator generator,
      StateDict weights,
      TrainingItems items,
      Training.Plan plan,
      Path folder,
      Training.Observer observer,
      NDManager manager) {
    try (NDManager data = manager.newSubManager()) {
      Examples examples = new DrawnExamples(items, renderer, lpips);
      return run(generator, weights, examples, plan, folder, observer, data);
    }
  }

  private Map<String, float[]> run(
      TriplaneGenerator generator,
      StateDict weights,
      Examples examples,
      Training.Plan plan,
      Path folder,
      Training.Observer observer,
      NDManager data) {
    Learning learning = Learning.from(renderer.config());
    ViewLosses losses =
        new ViewLosses(objective, learning, generator, examples, renderer, lpips, noise(seed));
    return new Training(plan, weights, name -> 1, data).run(losses, folder, observer);
  }

  static CounterNoise noise(long seed) {
    return new CounterNoise(seed).at("fine-tuning");
  }
}
