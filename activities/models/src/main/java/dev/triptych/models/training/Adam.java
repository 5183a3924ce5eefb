package dev.triptych.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.TensorSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Adam (Kingma and Ba 2015) with PyTorch's arithmetic, decoupled weight decay (Loshchilov and
 * Hutter 2019) and clipping of the global gradient norm. Unlike DJL's optimiser its state has names
 * and can be saved.
 */
public final class Adam {
  private static final Kernels KERNELS = Kernels.of(Adam.class, "optimizer.py");

  /**
   * @param learningRate step size before any schedule
   * @param clipNorm largest global gradient norm; 0 for no clipping
   */
  public record Config(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double clipNorm) {
    /** No decay, no clipping, ε = 1e-8. */
    public static Config of(double learningRate, double beta1, double beta2) {
      return new Config(learningRate, beta1, beta2, 1e-8, 0, 0);
    }

    public Config withWeightDecay(double decay) {
      return new Config(learningRate, beta1, beta2, epsilon, decay, clipNorm);
    }

    public Config withClipNorm(double norm) {
      return new Config(learningRate, beta1, beta2, epsilon, weightDecay, norm);
    }
  }

  private final Config config;
  private final List<String> names;
  private final NDArray[] parameters;
  private final NDArray[] means;
  private final NDArray[] squares;
  private final List<Group> groups;
  private int steps;

  /** Tensors that learn at one rate. */
  private record Group(double multiplier, int[] members) {
    NDArray[] of(NDArray[] arrays) {
      return Arrays.stream(members).mapToObj(i -> arrays[i]).toArray(NDArray[]::new);
    }
  }

  /**
   * @param parameters the tensors to optimise; they must require gradients
   * @param multiplier factor of the learning rate for a tensor's name
   * @param manager owner of the moments
   */
  public Adam(
      StateDict parameters, Config config, ToDoubleFunction<String> multiplier, NDManager manager) {
    this.config = config;
    this.names = parameters.names();
    this.parameters = parameters.arrays().toArray(NDArray[]::new);
    this.means = zerosLike(this.parameters, manager);
    this.squares = zerosLike(this.parameters, manager);
    this.groups = groups(names.stream().mapToDouble(multiplier).toArray());
  }

  private static List<Group> groups(double[] multipliers) {
    return Arrays.stream(multipliers)
        .distinct()
        .mapToObj(
            value ->
                new Group(
                    value,
                    IntStream.range(0, multipliers.length)
                        .filter(i -> multipliers[i] == value)
                        .toArray()))
        .toList();
  }

  private static NDArray[] zerosLike(NDArray[] parameters, NDManager manager) {
    NDArray[] zeros = new NDArray[parameters.length];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = manager.zeros(parameters[i].getShape());
    }
    return zeros;
  }

  /** Steps taken so far. */
  public int steps() {
    return steps;
  }

  /**
   * Applies the gathered gradients and clears them.
   *
   * @param factor of the learning rate in this step
   * @param scope owner of temporaries
   * @return the gradients' global norm before clipping, a scalar on the device, owned by {@code
   *     scope}
   */
  public NDArray step(double factor, NDManager scope) {
    return step(groups, factor, scope);
  }

  /**
   * As above, with a rate for each tensor in this step.
   *
   * @param factor of the learning rate, in place of the multiplier, for a tensor's name
   */
  NDArray step(ToDoubleFunction<String> factor, NDManager scope) {
    return step(groups(names.stream().mapToDouble(factor).toArray()), 1, scope);
  }

  private NDArray step(List<Group> groups, double factor, NDManager scope) {
    NDArray[] gradients = new NDArray[parameters.length];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = Autograd.gradient(parameters[i], scope);
    }
    steps++;
    try (GradMode off = GradMode.off()) {
      NDArray norm = KERNELS.callIn(scope, "norm", (Object) gradients);
      for (Group group : groups) {
        NDArray same =
            KERNELS.callIn(
                scope,
                "adam",
                group.of(parameters),
                group.of(gradients),
                group.of(means),
                group.of(squares),
                norm,
                group.multiplier() * config.learningRate() * factor,
                config.beta1(),
                config.beta2(),
                config.epsilon(),
                config.weightDecay(),
                config.clipNorm(),
                steps);
        same.close();
      }
      return norm;
    } finally {
      for (NDArray gradient : gradients) {
        gradient.close();
      }
    }
  }

  /** The moments by name, {@code adam.mean.…} and {@code adam.square.…}. */
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i++) {
      state.put("adam.mean." + names.get(i), means[i]);
      state.put("adam.square." + names.get(i), squares[i]);
    }
    return state;
  }

  /** Continues from saved moments after {@code steps} steps. */
  public void restore(TensorSource saved, int steps, NDManager scope) {
    state().forEach((name, moment) -> Autograd.overwrite(moment, saved.read(name, scope)));
    this.steps = steps;
  }
}
