package dev.triptych.models.distillation;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.eg3d.Backbone;
import dev.triptych.models.i2t.TriplaneGenerator;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;

/** A triplane that is its own weights: no portrait steers it, and it begins as faint noise. */
public final class FreeTriplane implements TriplaneGenerator {
  private static final Kernels KERNELS = Kernels.of(FreeTriplane.class, "distillation.py");
  private static final double FAINT = .1; // of the GAN's deviation

  private final NDArray planes;
  private final double scale;

  /**
   * @param sizes of the GAN's triplanes
   * @param scale the GAN's deviation, so that the weights work near 1
   */
  public FreeTriplane(Weights weights, Backbone.Config sizes, double scale) {
    int side = sizes.planeSize();
    this.planes =
        weights.get("planes", new Init.Normal(FAINT), 1, 3L * sizes.planeChannels(), side, side);
    this.scale = scale;
  }

  /** What is shown has no say. */
  @Override
  public NDArray encode(NDArray frontal) {
    return frontal;
  }

  @Override
  public NDArray synthesise(NDArray style) {
    return KERNELS.callIn(style.getManager(), "scaled", planes, scale);
  }
}
