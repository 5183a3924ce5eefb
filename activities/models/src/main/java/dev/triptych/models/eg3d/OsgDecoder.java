package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.Locale;

/**
 * The radiance field behind three planes: the planes' mean feature at a point, decoded by one
 * hidden layer to a raw density and colour features (Chan et al. 2022, section 4.3).
 */
public final class OsgDecoder {
  static final Kernels KERNELS = Kernels.of(OsgDecoder.class, "rendering.py");

  /**
   * @param hidden width of the hidden layer
   * @param boxWarp side of the cube that the planes cover, in world units
   * @param densityScale density is {@code densityScale · softplus(raw − 1)}
   * @param sigmaBias bias of the raw density in a fresh network; the colours' start at 0
   */
  public record Config(
      int hidden, double boxWarp, PlaneLayout layout, double densityScale, double sigmaBias) {
    public Config {
      if (hidden < 1 || boxWarp <= 0 || densityScale <= 0) {
        throw new IllegalArgumentException(
            "a decoder needs positive hidden, boxWarp and densityScale, not "
                + hidden
                + ", "
                + boxWarp
                + ", "
                + densityScale);
      }
    }
  }

  /**
   * The field at points.
   *
   * @param raw decoder output [n, p], before the softplus
   * @param density [n, p], per world unit
   * @param colour [n, p, c] in [−0.001, 1.001]; the first three features are red, green and blue
   */
  public record Samples(NDArray raw, NDArray density, NDArray colour) {}

  private final Config config;
  private final TensorDict net;
  private final Input takesPoints;
  private final Input takesCameras;
  private final Input takesPlanes;

  OsgDecoder(Weights w, Config config, int planeChannels) {
    this.config = config;
    int out = 1 + planeChannels;
    this.net =
        new LayerWeights(w)
            .tensor("net.0.weight", Init.unit(), config.hidden(), planeChannels)
            .tensor("net.0.bias", Init.zeros(), config.hidden())
            .tensor("net.2.weight", Init.unit(), out, config.hidden())
            .tensor("net.2.bias", new Init.Leading(config.sigmaBias()), out)
            .toDict();
    this.takesPoints = w.takes("points [n, p, 3]");
    this.takesCameras = w.takes(String.format(Locale.ROOT, "cameras [n, %d]", Camera.LABEL));
    this.takesPlanes =
        w.takes(String.format(Locale.ROOT, "planes [n, %d, h, w]", 3 * planeChannels));
  }

  /**
   * The field at {@code points} [n, p, 3] in world coordinates; differentiable in planes, decoder
   * and points. Results belong to the points' manager.
   *
   * @param planes [n, 3·c, h, h], or [1, …] for all n
   */
  public Samples at(NDArray points, NDArray planes) {
    NDArray[] out = KERNELS.callMany("field_at", field(points, planes));
    return new Samples(out[0], density(out[0]), out[1]);
  }

  /** The raw density [n, p] alone, cheaper than {@link #at}. */
  public NDArray raw(NDArray points, NDArray planes) {
    return KERNELS.call("raw_at", field(points, planes));
  }

  /** Density of a raw decoder output. */
  public NDArray density(NDArray raw) {
    return KERNELS.call("density", raw, config.densityScale());
  }

  private Object[] field(NDArray points, NDArray planes) {
    return new Object[] {
      takesPoints.check(points),
      takesPlanes.check(planes),
      net,
      2 / config.boxWarp(),
      config.layout() == PlaneLayout.PUBLIC_EG3D
    };
  }

  /** Runs the fused rendering kernel with this decoder's weights. */
  NDArray[] render(
      NDArray cameras,
      NDArray planes,
      Sampling.Offsets offsets,
      VolumeRenderer.Config rendering,
      int size,
      int chunk) {
    return KERNELS.callMany(
        "render",
        takesCameras.check(cameras),
        takesPlanes.check(planes),
        offsets.jitter(),
        offsets.quantiles(),
        net,
        size,
        chunk,
        rendering.rayStart(),
        rendering.rayEnd(),
        rendering.importanceSamples() > 0,
        2 / config.boxWarp(),
        config.densityScale(),
        config.layout() == PlaneLayout.PUBLIC_EG3D,
        rendering.whiteBackground());
  }
}
