package dev.triptych.models.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Weights of convolutions and linear layers in the layout that oneDNN computes with, reordered once
 * instead of at every call. A packed weight can only be passed to kernels of {@link #library}: its
 * values cannot be read, and no gradient flows through it.
 */
public final class Packing {
  private static final long WORTH_PACKING =
      1 << 16; // measured: 96 x 96 loses 10 us, 768 x 768 wins
  private static final @Nullable Kernels KERNELS = probe();
  private static final boolean BFLOAT16 = probeBfloat16();

  private Packing() {}

  /** Whether this build of PyTorch has the operators; without them weights stay plain. */
  public static boolean available() {
    return KERNELS != null;
  }

  /** Name of the resource, beside this class, with layers for plain and packed weights. */
  static String library() {
    return available() ? "packed.py" : "plain.py";
  }

  /** Whether the processor multiplies in bfloat16. */
  static boolean bfloat16() {
    return BFLOAT16;
  }

  /** Whether weights on {@code device} are packed; elsewhere all tensors of a network are cast. */
  public static boolean packs(Device device) {
    return KERNELS != null && Precision.isCpu(device);
  }

  /**
   * Replaces a weight where {@link #packs} says so; the given one is closed.
   *
   * @param weight [out, in] of a linear layer or [out, in, k, k] of a convolution that keeps the
   *     size; others may use it too, at the price of a reordering if oneDNN wants another layout
   */
  public static NDArray pack(NDArray weight, Precision precision) {
    Kernels kernels = Objects.requireNonNull(KERNELS, "oneDNN is missing");
    if (precision == Precision.FP32) {
      try (weight) {
        return pack(kernels, weight);
      }
    }
    try (weight;
        NDArray cast = precision.cast(weight)) {
      return pack(kernels, cast);
    }
  }

  /**
   * As {@link #pack}, for a linear layer that adds nothing to its product. In float32 a small one
   * stays plain: packing wins nothing at the size of a cache line's multiples, and the call costs
   * more.
   */
  public static NDArray packLinear(NDArray weight, Precision precision) {
    return precision == Precision.FP32 && weight.size() < WORTH_PACKING
        ? weight
        : pack(weight, precision);
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

  private static boolean probeBfloat16() {
    if (KERNELS == null) {
      return false;
    }
    try (IValue supported = KERNELS.run("bfloat16_supported")) {
      return supported.toBoolean();
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
