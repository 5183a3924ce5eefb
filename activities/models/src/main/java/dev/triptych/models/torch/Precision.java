package dev.triptych.models.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Locale;

/**
 * How exactly a frozen network computes. In the half precisions it does so from layer to layer;
 * statistics of normalisations and softmax are in float32 all the same, and so is what a network
 * takes and gives.
 */
public enum Precision {
  /** IEEE single precision. */
  FP32(6),
  /** Eight bits of mantissa, the range of float32. */
  BF16(15),
  /** IEEE half precision: eleven bits of mantissa, up to 65,504; on GPUs only. */
  FP16(5);

  private static final Kernels KERNELS = Kernels.of(Precision.class, "precision.py");

  private final int dtype;

  /**
   * @param dtype PyTorch's number of it
   */
  Precision(int dtype) {
    this.dtype = dtype;
  }

  /** Whether the device computes in it without falling back to float32. */
  public boolean runsOn(Device device) {
    return switch (this) {
      case FP32 -> true;
      case BF16 -> !isCpu(device) || Packing.bfloat16();
      case FP16 -> !isCpu(device);
    };
  }

  /** A copy in this precision, owned by the manager of {@code x}; bf16 cannot be read in Java. */
  public NDArray cast(NDArray x) {
    try (GradMode off = GradMode.off()) {
      return KERNELS.call("cast", x, dtype);
    }
  }

  static boolean isCpu(Device device) {
    return device.getDeviceType().equals(Device.Type.CPU);
  }

  /** As it is written: {@code bf16}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
