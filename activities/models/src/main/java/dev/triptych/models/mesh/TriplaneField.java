package dev.triptych.models.mesh;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.OsgDecoder;
import dev.triptych.models.torch.GradMode;
import java.util.Arrays;

/** The radiance field behind three planes; its values are raw densities, before the softplus. */
public final class TriplaneField implements ScalarField {
  private static final int AT_ONCE = 1 << 17; // points: some 200 MB while they are decoded
  private static final int AT_ONCE_ON_A_GPU = 1 << 20;

  private final OsgDecoder decoder;
  private final NDArray planes;

  /**
   * @param planes [1, 3·c, h, h], which stay the caller's
   */
  public TriplaneField(OsgDecoder decoder, NDArray planes) {
    this.decoder = decoder;
    this.planes = planes;
  }

  @Override
  public float[] at(float[] points) {
    return decoded(points, 1, some -> decoder.raw(some, planes));
  }

  /**
   * Red, green and blue [n, 3] in [0, 1] at points [n, 3]: the decoder's first three features,
   * which are what a ray sees before super-resolution.
   */
  float[] colours(float[] points) {
    float[] colours = decoded(points, 3, some -> decoder.at(some, planes).colour().get(":, :, :3"));
    for (int i = 0; i < colours.length; i++) {
      colours[i] = Math.max(0, Math.min(1, colours[i])); // features reach a thousandth beyond
    }
    return colours;
  }

  @FunctionalInterface
  private interface Decoding {
    NDArray of(NDArray points);
  }

  private float[] decoded(float[] points, int width, Decoding decoding) {
    int count = points.length / 3;
    int most = planes.getDevice().isGpu() ? AT_ONCE_ON_A_GPU : AT_ONCE;
    float[] all = new float[width * count];
    for (int from = 0; from < count; from += most) {
      int to = Math.min(count, from + most);
      try (GradMode off = GradMode.off();
          NDManager scope = planes.getManager().newSubManager()) {
        float[] some = Arrays.copyOfRange(points, 3 * from, 3 * to);
        NDArray decoded = decoding.of(scope.create(some, new Shape(1, to - from, 3)));
        System.arraycopy(decoded.toFloatArray(), 0, all, width * from, width * (to - from));
      }
    }
    return all;
  }
}
