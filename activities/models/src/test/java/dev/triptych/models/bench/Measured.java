package dev.triptych.models.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.formula.Eg3dFormulaWeights;
import dev.triptych.models.formula.FormulaWeights;
import dev.triptych.models.formula.ParityFormula;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.Batch;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Weights;
import java.util.List;
import java.util.function.Function;

/** One network's evaluation, over and over. */
final class Measured {
  private static final ParityFormula FORMULA = new ParityFormula("");
  static final Weights.Generator PLAIN = new FormulaWeights(FORMULA);
  static final Weights.Generator EG3D = new Eg3dFormulaWeights(FORMULA);

  /** Builds a network in {@code manager} and gives what to evaluate in a scope of each turn. */
  @FunctionalInterface
  interface Case {
    Function<NDManager, NDArray> prepare(NDManager manager);
  }

  private Measured() {}

  static void evaluate(Turns turns, Case prepared) {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      Function<NDManager, NDArray> run = prepared.prepare(manager);
      turns.ready();
      double value = 0;
      while (turns.next(value)) {
        try (NDManager scope = manager.newSubManager()) {
          value = magnitude(run.apply(scope));
        }
      }
    }
  }

  /** The distance of two pictures, or its gradient with respect to the first. */
  static Case lpips(Lpips.Config config, int size, boolean gradient) {
    return manager -> {
      Lpips lpips = network(PLAIN, manager, weights -> new Lpips(weights.frozen(), config));
      NDArray a = input(manager, "a", 1, 3, size, size);
      NDArray b = input(manager, "b", 1, 3, size, size);
      a.setRequiresGradient(gradient);
      return scope -> {
        if (!gradient) {
          return lpips.distance(in(scope, a), in(scope, b));
        }
        Autograd.clear(List.of(a));
        Autograd.backward(() -> lpips.distance(in(scope, a), lpips.features(in(scope, b))).sum());
        return Autograd.gradient(a, scope);
      };
    };
  }

  static <N> N network(
      Weights.Generator generator, NDManager manager, Function<Weights, N> network) {
    return Weights.generate(generator, manager, network).network();
  }

  static NDArray input(NDManager manager, String name, long... shape) {
    Shape size = new Shape(shape);
    return manager.create(FORMULA.values("input." + name, (int) size.size(), 1, 0), size);
  }

  /** The array under another owner, so that results are freed with it. */
  static NDArray in(NDManager scope, NDArray array) {
    return Batch.join(List.of(array), scope);
  }

  private static double magnitude(NDArray result) {
    try (NDArray abs = result.abs();
        NDArray mean = abs.mean()) {
      return mean.getFloat();
    }
  }
}
