package dev.triptych.models.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.function.Supplier;

/** Gradients without a process-wide collector, so that several threads can train side by side. */
public final class Autograd {
  private static final Kernels KERNELS = Kernels.of(Autograd.class, "autograd.py");

  private Autograd() {}

  /**
   * Evaluates {@code loss} with recording on and accumulates its gradients into every array that
   * requires one.
   *
   * @param loss gives a scalar
   * @return the loss, whose graph is already freed
   */
  public static NDArray backward(Supplier<NDArray> loss) {
    try (GradMode recording = GradMode.on()) {
      NDArray value = loss.get();
      try (NDArray seed = value.getManager().ones(value.getShape())) {
        JniUtils.backward((PtNDArray) value, (PtNDArray) seed, false, false);
      } catch (EngineException e) {
        throw MemoryExhaustedException.in("the gradients of a training step", e);
      }
      return value;
    }
  }

  /** The gradient of {@code parameter}, owned by {@code scope}; zeros where nothing flowed. */
  public static NDArray gradient(NDArray parameter, NDManager scope) {
    NDArray gradient = JniUtils.getGradient((PtNDArray) parameter);
    if (gradient == null) {
      return scope.zeros(parameter.getShape(), parameter.getDataType());
    }
    gradient.attach(scope);
    return gradient;
  }

  /** Writes {@code values} into {@code target}, of the same shape, without recording it. */
  public static void overwrite(NDArray target, NDArray values) {
    try (GradMode off = GradMode.off();
        NDArray same = KERNELS.call("overwrite", target, values)) {
      // the kernel works in place
    }
  }

  /** Sets the gradients to zero. */
  public static void clear(List<NDArray> parameters) {
    for (NDArray parameter : parameters) {
      JniUtils.zeroGrad((PtNDArray) parameter);
    }
  }
}
