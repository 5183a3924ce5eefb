package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.Batch;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.training.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a step of fine-tuning minimises (equations 5 to 7): the difference between a few rendered
 * views and their edits, and the roughness of the density.
 *
 * @param generator whose triplane is rendered
 * @param input I_f, the edited frontal view, [1, 3, s, s]
 * @param style the super-resolution's style vector, [1, w]
 */
record ViewLosses(
    FineTuning.Objective objective,
    Learning learning,
    TriplaneGenerator generator,
    NDArray input,
    Targets targets,
    NDArray style,
    Eg3dGenerator renderer,
    Lpips lpips,
    CounterNoise noise)
    implements Training.Objective {
  private static final Kernels KERNELS = FineTuning.KERNELS;

  @Override
  public Training.Losses evaluate(int step, NDManager scope) {
    List<Integer> chosen =
        IntStream.range(0, objective.batch())
            .map(i -> noise.at("views").below(targets.count(), step, i))
            .boxed()
            .toList();
    NDArray planes = generator.planes(Batch.join(List.of(input), scope));
    return switch (learning) {
      case TOGETHER -> together(planes, chosen, step, scope);
      case IN_TURN -> inTurn(planes, chosen, step, scope);
    };
  }

  private Training.Losses together(
      NDArray planes, List<Integer> chosen, int step, NDManager scope) {
    Compared compared = compare(planes, chosen, 0, step, scope);
    NDArray dr = roughness(planes, step, scope);
    return Training.Losses.of(total(compared, dr), parts(compared, dr));
  }

  /**
   * The generator runs once in each direction. In between, each view's gradient with respect to the
   * planes is computed before the next view is rendered.
   */
  private Training.Losses inTurn(NDArray planes, List<Integer> chosen, int step, NDManager scope) {
    NDArray leaf = Autograd.leaf(planes, scope);
    List<Compared> views = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      try (NDManager view = scope.newSubManager()) {
        Compared compared = compare(leaf, List.of(chosen.get(i)), i, step, view);
        Autograd.backward(reconstruction(compared), view.full(new Shape(), 1f / chosen.size()));
        compared.l1().attach(scope);
        compared.lpips().attach(scope);
        views.add(compared);
      }
    }
    NDArray dr = roughness(leaf, step, scope);
    Autograd.backward(dr, scope.full(new Shape(), (float) objective.density()));
    Autograd.backward(planes, Autograd.gradient(leaf, scope));
    Compared mean =
        new Compared(
            mean(views.stream().map(Compared::l1), scope),
            mean(views.stream().map(Compared::lpips), scope));
    return Training.Losses.gathered(total(mean, dr), parts(mean, dr));
  }

  /** Scalars. */
  private record Compared(NDArray l1, NDArray lpips) {}

  /**
   * Renders views and compares them with their edits.
   *
   * @param first number of the first of {@code chosen} in the batch
   */
  private Compared compare(
      NDArray planes, List<Integer> chosen, int first, int step, NDManager scope) {
    NDArray rendered =
        renderer
            .render(
                planes,
                targets.cameras(chosen, scope),
                Batch.join(List.of(style), scope),
                Sampling.jittered(noise.at("rays"), step, first))
            .image();
    NDArray l1 = KERNELS.call("l1", rendered, targets.pictures(chosen, scope));
    return new Compared(l1, lpips.distance(rendered, targets.features(chosen, scope)).mean());
  }

  private NDArray roughness(NDArray planes, int step, NDManager scope) {
    double box = renderer.config().decoder().boxWarp();
    NDArray points = objective.regularisation().pairs(box, noise.at("points"), step, scope);
    return KERNELS.call("density_difference", renderer.sigma(planes, points));
  }

  private NDArray reconstruction(Compared compared) {
    return KERNELS.call(
        "reconstruction",
        compared.l1(),
        compared.lpips(),
        objective.lpips(),
        objective.reconstruction());
  }

  private NDArray total(Compared compared, NDArray dr) {
    return KERNELS.call("total", reconstruction(compared), dr, objective.density());
  }

  private static Map<String, NDArray> parts(Compared compared, NDArray dr) {
    Map<String, NDArray> parts = new LinkedHashMap<>();
    parts.put("l1", compared.l1());
    parts.put("lpips", compared.lpips());
    parts.put("dr", dr);
    return parts;
  }

  private static NDArray mean(Stream<NDArray> scalars, NDManager scope) {
    return KERNELS.callIn(scope, "mean_of", (Object) scalars.toArray(NDArray[]::new));
  }
}
