package dev.triptych.models.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
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
      backward(value);
      return value;
    }
  }

  /** As {@link #backward(Supplier)}, from a loss that was recorded before. */
  public static void backward(NDArray loss) {
    try (NDArray seed = loss.getManager().ones(loss.getShape())) {
      backward(loss, seed);
    }
  }

  /**
   * Goes on with the chain rule from an array in the middle of a computation, whose graph is freed.
   *
   * @param gradient of what is minimised with respect to {@code array}, of its shape
   */
  public static void backward(NDArray array, NDArray gradient) {
    try {
      JniUtils.backward((PtNDArray) array, (PtNDArray) gradient, false, false);
    } catch (EngineException e) {
      throw MemoryExhaustedException.in("the gradients of a training step", e);
    }
  }

  /**
   * The same values, cut off from what they were computed from, and collecting a gradient; owned by
   * {@code scope}.
   */
  public static NDArray leaf(NDArray array, NDManager scope) {
    NDArray leaf = KERNELS.callIn(scope, "detached", array);
    leaf.setRequiresGradient(true);
    return leaf;
  }

  /**
   * Whether a graph leads to the array or begins there. DJL's {@link NDArray#hasGradient} knows of
   * the beginnings alone.
   */
  public static boolean recorded(NDArray array) {
    try (IValue recorded = KERNELS.run("recorded", array)) {
      return recorded.toBoolean();
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
