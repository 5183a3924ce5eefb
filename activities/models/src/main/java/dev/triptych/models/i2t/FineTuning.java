package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.images.Image;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Batch;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits a triplane generator to the edited views of one portrait (paper section 3.3, Algorithm 2):
 * the EG3D renderer stays frozen, the input is always the edited frontal view, and every step
 * compares a few rendered views with their edits.
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
  private final CounterNoise noise;

  /** Renderer and LPIPS are frozen; {@code seed} chooses views, ray jitter and points. */
  public FineTuning(Objective objective, Eg3dGenerator renderer, Lpips lpips, long seed) {
    this.objective = objective;
    this.renderer = renderer;
    this.lpips = lpips;
    this.noise = new CounterNoise(seed).at("fine-tuning");
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
      NDArray input = frontal.toArray(data);
      List<Target> targets = targets(views, data);
      Training training = new Training(plan, weights, name -> 1, data);
      return training.run(
          (step, scope) -> losses(generator, input, targets, style, step, scope), folder, observer);
    }
  }

  /** A view with what LPIPS sees in it, computed once. */
  private record Target(NDArray camera, NDArray image, Lpips.Features features) {}

  private List<Target> targets(List<View> views, NDManager data) {
    List<Target> targets = new ArrayList<>();
    try (GradMode off = GradMode.off()) {
      for (View view : views) {
        NDArray image = view.image().toArray(data);
        targets.add(
            new Target(Camera.labels(List.of(view.camera()), data), image, lpips.features(image)));
      }
    }
    return targets;
  }

  private Training.Losses losses(
      TriplaneGenerator generator,
      NDArray input,
      List<Target> targets,
      NDArray style,
      int step,
      NDManager scope) {
    List<Target> chosen = new ArrayList<>();
    for (int i = 0; i < objective.batch(); i++) {
      chosen.add(targets.get(noise.at("views").below(targets.size(), step, i)));
    }
    NDArray planes = generator.planes(Batch.join(List.of(input), scope));
    NDArray cameras = Batch.join(chosen.stream().map(Target::camera).toList(), scope);
    NDArray images = Batch.join(chosen.stream().map(Target::image).toList(), scope);
    NDArray rendered =
        renderer
            .render(
                planes,
                cameras,
                Batch.join(List.of(style), scope),
                Sampling.jittered(noise.at("rays"), step))
            .image();
    NDArray l1 = KERNELS.call("l1", rendered, images);
    NDArray perceived = lpips.distance(lpips.features(rendered), features(chosen, scope)).mean();
    NDArray points =
        objective
            .regularisation()
            .pairs(renderer.config().decoder().boxWarp(), noise.at("points"), step, scope);
    NDArray dr = KERNELS.call("density_difference", renderer.sigma(planes, points));
    NDArray total =
        KERNELS.call(
            "total",
            l1,
            perceived,
            dr,
            objective.reconstruction(),
            objective.lpips(),
            objective.density());
    Map<String, NDArray> parts = new LinkedHashMap<>();
    parts.put("l1", l1);
    parts.put("lpips", perceived);
    parts.put("dr", dr);
    return new Training.Losses(total, parts);
  }

  private static Lpips.Features features(List<Target> chosen, NDManager scope) {
    NDArray[] levels = new NDArray[chosen.get(0).features().levels().length];
    for (int level = 0; level < levels.length; level++) {
      int at = level;
      levels[level] =
          Batch.join(chosen.stream().map(target -> target.features().levels()[at]).toList(), scope);
    }
    return new Lpips.Features(levels);
  }
}
