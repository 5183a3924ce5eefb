package dev.triptych.models.noise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;

/**
 * Uniform numbers made where they are needed: those of {@link CounterNoise}, bit for bit, without a
 * copy to the device.
 */
public final class UniformTensor {
  private static final Kernels KERNELS = Kernels.of(UniformTensor.class, "noise.py");

  private UniformTensor() {}

  /**
   * The upper 24 bits of {@link CounterNoise#bits}, in [0, 1), of the indices from {@code first}.
   *
   * @param beside on whose device they are made
   * @param owner of the result
   */
  public static NDArray of(
      CounterNoise noise, long stream, long first, Shape shape, NDArray beside, NDManager owner) {
    try (GradMode off = GradMode.off()) {
      return KERNELS.callIn(owner, "uniform", beside, noise.start(stream), first, shape.getShape());
    }
  }
}
