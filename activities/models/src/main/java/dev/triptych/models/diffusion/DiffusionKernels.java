package dev.triptych.models.diffusion;

import dev.triptych.models.torch.Kernels;

/** The compiled kernels of this package. */
final class DiffusionKernels {
  static final Kernels KERNELS =
      Kernels.withPackingAndWinograd(DiffusionKernels.class, "diffusion.py");

  private DiffusionKernels() {}
}
