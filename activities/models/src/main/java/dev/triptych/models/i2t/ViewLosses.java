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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a step of fine-tuning minimises (equations 5 to 7): the difference between a few rendered
 * views and their edits, and the roughness of the density.
 *
 * @param generator whose triplanes are rendered
 */
record ViewLosses(
    FineTuning.Objective objective,
    Learning learning,
    TriplaneGenerator generator,
    Examples examples,
    Eg3dGenerator renderer,
    Lpips lpips,
    CounterNoise noise)
    implements Training.Objective {
  private static final Kernels KERNELS = FineTuning.KERNELS;

  @Override
  public Training.Losses evaluate(int step, NDManager scope) {
    CounterNoise choice = noise.at("views");
    List<Example> batch =
        IntStream.range(0, objective.batch())
            .mapToObj(entry -> examples.draw(choice, step, entry, scope))
            .toList();
    return switch (learning) {
      case TOGETHER -> together(batch, step, scope);
      case IN_TURN -> inTurn(batch, step, scope);
    };
  }

  private Training.Losses together(List<Example> batch, int step, NDManager scope) {
    boolean oneHead = batch.stream().map(Example::head).distinct().count() == 1;
    List<Example> heads = oneHead ? batch.subList(0, 1) : batch;
    NDArray planes = examples.planes(generator, heads, scope);
    Compared compared = compare(planes, heads, batch, 0, step, scope);
    NDArray dr = roughness(planes, heads.size(), step, scope);
    return Training.Losses.of(total(compared, dr), parts(compared, dr));
  }

  /**
   * The generator runs once in each direction for each head. In between, each view's gradient with
   * respect to the planes is computed before the next view is rendered.
   */
  private Training.Losses inTurn(List<Example> batch, int step, NDManager scope) {
    Map<Object, List<Integer>> heads = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      heads.computeIfAbsent(batch.get(i).head(), head -> new ArrayList<>()).add(i);
    }
    List<Compared> views = new ArrayList<>();
    List<NDArray> roughness = new ArrayList<>();
    for (List<Integer> ofHead : heads.values()) {
      try (NDManager head = scope.newSubManager()) {
        List<Example> first = List.of(batch.get(ofHead.get(0)));
        NDArray planes = examples.planes(generator, first, head);
        NDArray leaf = Autograd.leaf(planes, head);
        for (int i : ofHead) {
          try (NDManager view = head.newSubManager()) {
            Compared compared = compare(leaf, first, List.of(batch.get(i)), i, step, view);
            Autograd.backward(reconstruction(compared), view.full(new Shape(), 1f / batch.size()));
            compared.l1().attach(scope);
            compared.lpips().attach(scope);
            views.add(compared);
          }
        }
        NDArray dr = roughness(leaf, 1, step, head);
        double share = (double) ofHead.size() / batch.size();
        Autograd.backward(dr, head.full(new Shape(), (float) (share * objective.density())));
        Autograd.backward(planes, Autograd.gradient(leaf, head));
        dr.attach(scope);
        roughness.addAll(Collections.nCopies(ofHead.size(), dr));
      }
    }
    NDArray dr = heads.size() == 1 ? roughness.get(0) : mean(roughness.stream(), scope);
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
   * @param planes of one head for all views, or of one for each
   * @param heads whose planes they are
   * @param first number of the first of {@code views} in the batch
   */
  private Compared compare(
      NDArray planes,
      List<Example> heads,
      List<Example> views,
      int first,
      int step,
      NDManager scope) {
    NDArray rendered =
        renderer
            .render(
                planes,
                join(views, view -> view.camera(scope), scope),
                join(heads, head -> head.style(scope), scope),
                Sampling.jittered(noise.at("rays"), step, first))
            .image();
    NDArray l1 = KERNELS.call("l1", rendered, join(views, view -> view.picture(scope), scope));
    return new Compared(l1, lpips.distance(rendered, features(views, scope)).mean());
  }

  private static NDArray join(
      List<Example> examples, Function<Example, NDArray> of, NDManager scope) {
    return Batch.join(examples.stream().map(of).toList(), scope);
  }

  private static Lpips.Features features(List<Example> views, NDManager scope) {
    List<NDArray[]> each = views.stream().map(view -> view.features(scope).levels()).toList();
    NDArray[] levels = new NDArray[each.get(0).length];
    for (int level = 0; level < levels.length; level++) {
      int at = level;
      levels[level] = Batch.join(each.stream().map(all -> all[at]).toList(), scope);
    }
    return new Lpips.Features(levels);
  }

  /** Of {@code heads} triplanes, at the same points of each. */
  private NDArray roughness(NDArray planes, int heads, int step, NDManager scope) {
    double box = renderer.config().decoder().boxWarp();
    NDArray points = objective.regularisation().pairs(box, noise.at("points"), step, scope);
    NDArray ofEach = heads == 1 ? points : Batch.join(Collections.nCopies(heads, points), scope);
    return KERNELS.call("density_difference", renderer.sigma(planes, ofEach));
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
