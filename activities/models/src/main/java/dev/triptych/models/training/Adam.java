package dev.triptych.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.TensorSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

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
  private final double[] multipliers;
  private int steps;

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
    this.multipliers = names.stream().mapToDouble(multiplier).toArray();
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
   * @return the gradients' global norm before clipping
   */
  public float step(double factor, NDManager scope) {
    List<NDArray> gradients = new ArrayList<>(parameters.length);
    for (NDArray parameter : parameters) {
      gradients.add(Autograd.gradient(parameter, scope));
    }
    double[] rates = new double[multipliers.length];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = multipliers[i] * config.learningRate() * factor;
    }
    steps++;
    try (GradMode off = GradMode.off();
        NDArray norm =
            KERNELS.call(
                "adam",
                parameters,
                gradients.toArray(NDArray[]::new),
                means,
                squares,
                rates,
                config.beta1(),
                config.beta2(),
                config.epsilon(),
                config.weightDecay(),
                config.clipNorm(),
                steps)) {
      gradients.forEach(NDArray::close);
      Autograd.clear(List.of(parameters));
      return norm.getFloat();
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
