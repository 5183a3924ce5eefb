package dev.triptych.models.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import org.jspecify.annotations.Nullable;

/**
 * Weights of convolutions and linear layers in the layout that oneDNN computes with, reordered once
 * instead of at every call. A packed weight can only be passed to kernels of {@link #library}: its
 * values cannot be read, and no gradient flows through it.
 */
public final class Packing {
  private static final @Nullable Kernels KERNELS = probe();

  private Packing() {}

  /** Whether this build of PyTorch has the operators; without them weights stay plain. */
  public static boolean available() {
    return KERNELS != null;
  }

  /** Name of the resource, beside this class, with layers for plain and packed weights. */
  static String library() {
    return available() ? "packed.py" : "plain.py";
  }

  /**
   * Replaces a weight on the CPU; the given one is closed unless it is returned.
   *
   * @param weight [out, in] of a linear layer or [out, in, k, k] of a convolution that keeps the
   *     size; others may use it too, at the price of a reordering if oneDNN wants another layout
   */
  public static NDArray pack(NDArray weight) {
    if (KERNELS == null || !weight.getDevice().getDeviceType().equals(Device.Type.CPU)) {
      return weight;
    }
    try (weight) {
      return pack(KERNELS, weight);
    }
  }

  private static NDArray pack(Kernels kernels, NDArray weight) {
    Shape shape = weight.getShape();
    NDManager owner = weight.getManager();
    try (GradMode off = GradMode.off();
        IValue packed =
            shape.dimension() == 2
                ? kernels.run("pack_linear", weight)
                : kernels.run("pack_convolution", weight, 1, shape.get(2) / 2)) {
      return packed.toTensor((PtNDManager) owner);
    }
  }

  private static @Nullable Kernels probe() {
    try (NDManager manager = Torch.newManager()) {
      Kernels kernels = Kernels.of(Packing.class, "packed.py");
      NDArray x = manager.ones(new Shape(1, 2, 3, 3));
      NDArray packed = pack(kernels, manager.ones(new Shape(2, 2, 1, 1)));
      NDArray y = kernels.call("convolution", x, packed, manager.zeros(new Shape(2)), 1, 0);
      return y.sum().getFloat() == 36 ? kernels : null;
    } catch (EngineException e) {
      return null; // libtorch without oneDNN does not know the operators' names
    }
  }
}
