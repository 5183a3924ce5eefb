package dev.triptych.models.eg3d;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.Torch;

/**
 * Volume rendering of a radiance field into feature images: stratified samples along each ray, a
 * second pass where the first found matter, and quadrature over the intervals between samples (Max
 * 1995, Mildenhall et al. 2020).
 */
public final class VolumeRenderer {
  /** Samples that are decoded at once: bounds the memory of a large image without a graph. */
  private static final int SAMPLES_AT_ONCE = 1 << 17;

  /** On a GPU, where each chunk costs its launches, an eighth of the memory is for one. */
  private static final int SHARE_OF_MEMORY = 8;

  /** Of a sample, while it is decoded: positions, features of three planes, layers and colours. */
  private static final long BYTES = 1500;

  /** And of large planes on a CPU: what is computed of them stays in its cache. */
  private static final int CACHED_SAMPLES = 1 << 15;

  /** The same where a gradient is wanted, whose sampling works on more memory. */
  private static final int CACHED_SAMPLES_WITH_GRADIENT = 1 << 14;

  /**
   * @param rayStart distance of the first sample from the camera
   * @param rayEnd distance of the last stratum's start
   * @param samples of the first pass
   * @param importanceSamples of the second pass; 0 for a single pass
   * @param whiteBackground lets rays that meet nothing end in white instead of black
   * @param size rays per side of a feature image
   */
  public record Config(
      double rayStart,
      double rayEnd,
      int samples,
      int importanceSamples,
      boolean whiteBackground,
      int size) {
    public Config {
      if (!(0 < rayStart && rayStart < rayEnd)) {
        throw new IllegalArgumentException("ray from " + rayStart + " to " + rayEnd);
      }
      if (samples < 4 || importanceSamples < 0 || size < 1) {
        throw new IllegalArgumentException(
            "rendering needs 4 samples and one ray or more, not "
                + samples
                + " + "
                + importanceSamples
                + " samples, "
                + size
                + " rays a side");
      }
    }

    /** The same rendering with another number of rays. */
    public Config withSize(int rays) {
      return new Config(rayStart, rayEnd, samples, importanceSamples, whiteBackground, rays);
    }
  }

  /**
   * @param features [n, c, size, size], about [−1, 1]
   * @param depth [n, 1, size, size], distance from the camera
   * @param opacity [n, 1, size, size] in [0, 1]
   */
  public record View(NDArray features, NDArray depth, NDArray opacity) {}

  private final OsgDecoder decoder;
  private final Config config;

  VolumeRenderer(OsgDecoder decoder, Config config) {
    this.decoder = decoder;
    this.config = config;
  }

  /**
   * Renders one view per camera. Results belong to the cameras' manager; gradients reach planes,
   * cameras and decoder.
   *
   * @param cameras [n, 25] as {@link Camera#label}
   * @param planes [n, 3·c, h, h], or [1, …] for all cameras
   */
  public View render(NDArray cameras, NDArray planes, Sampling sampling) {
    return render(cameras, planes, sampling, config.size());
  }

  /** As above with {@code size}² rays a view. */
  public View render(NDArray cameras, NDArray planes, Sampling sampling, int size) {
    int views = (int) cameras.getShape().get(0);
    if (planes.getShape().get(0) != 1 && planes.getShape().get(0) != views) {
      throw new IllegalArgumentException(
          planes.getShape() + " planes do not match " + views + " cameras");
    }
    Sampling.Offsets offsets = sampling.offsets(config, size * size, cameras);
    int perRay = Math.max(config.samples(), config.importanceSamples());
    int chunk = Math.max(1, samplesAtOnce(planes) / perRay);
    NDArray[] out = decoder.render(cameras, planes, offsets, config, size, chunk);
    offsets.jitter().close();
    offsets.quantiles().close();
    return new View(out[0], out[1], out[2]);
  }

  private static int samplesAtOnce(NDArray planes) {
    Device device = planes.getDevice();
    if (device.isGpu()) {
      return samplesAtOnce(Torch.memory(device));
    } else if (planes.getShape().get(3) < 128) {
      return SAMPLES_AT_ONCE;
    }
    return Autograd.recorded(planes) ? CACHED_SAMPLES_WITH_GRADIENT : CACHED_SAMPLES;
  }

  /** How many samples a GPU with {@code memory} bytes decodes at once. */
  static int samplesAtOnce(long memory) {
    return (int) Math.max(SAMPLES_AT_ONCE, Math.min(1 << 30, memory / SHARE_OF_MEMORY / BYTES));
  }

  /** Origins [n, 3] and unit directions [n, size², 3] of the pixels' rays, rows first. */
  public static NDArray[] rays(NDArray cameras, int size) {
    return OsgDecoder.KERNELS.callMany("rays", cameras, size);
  }
}
