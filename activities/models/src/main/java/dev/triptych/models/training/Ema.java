package dev.triptych.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.TensorSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exponential moving average of weights; its decay rises from 0 so that the random start is
 * forgotten.
 */
public final class Ema {
  private static final Kernels KERNELS = Kernels.of(Adam.class, "optimizer.py");
  private static final int RAMP = 20; // steps over which early weights are forgotten

  private final double decay;
  private final List<String> names;
  private final NDArray[] parameters;
  private final NDArray[] averages;

  public Ema(StateDict parameters, double decay, NDManager manager) {
    this.decay = decay;
    this.names = parameters.names();
    this.parameters = parameters.arrays().toArray(NDArray[]::new);
    this.averages = new NDArray[this.parameters.length];
    for (int i = 0; i < averages.length; i++) {
      averages[i] =
          manager.create(this.parameters[i].toFloatArray(), this.parameters[i].getShape());
    }
  }

  /** Moves the averages towards the weights after optimiser step {@code step}, counted from 1. */
  public void update(int step) {
    double weight = 1 - Math.min(decay, step / (double) (step + RAMP));
    try (GradMode off = GradMode.off();
        NDArray first = KERNELS.call("average", averages, parameters, weight)) {
      // the kernel works in place
    }
  }

  /** The averages under the weights' own names. */
  public Map<String, NDArray> weights() {
    Map<String, NDArray> weights = new LinkedHashMap<>();
    for (int i = 0; i < averages.length; i++) {
      weights.put(names.get(i), averages[i]);
    }
    return weights;
  }

  /** The averages for a checkpoint, {@code ema.…}. */
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    weights().forEach((name, average) -> state.put("ema." + name, average));
    return state;
  }

  /** Continues from saved averages. */
  public void restore(TensorSource saved, NDManager scope) {
    state().forEach((name, average) -> Autograd.overwrite(average, saved.read(name, scope)));
  }
}
