package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The image-to-triplane network (paper section 3.2): an encoder turns a frontal portrait into a
 * style map w_s, and spatial modulation layers turn w_s into the triplane that the frozen EG3D
 * renderer understands. It mirrors EG3D's backbone, so that resolutions and the plane skips mean
 * the same.
 */
public final class ImageToTriplane implements TriplaneGenerator {
  static final Kernels KERNELS = Kernels.of(ImageToTriplane.class, "i2t.py");

  /**
   * Sizes.
   *
   * @param imageSize side of the portrait in pixels
   * @param encoderChannels channels at the image's size, half of it, and so on down to the style
   *     map's size
   * @param styleChannels c of w_s
   * @param spatial whether w_s is a map; false is the paper's ablation "w/o spatial dimension", a
   *     single vector
   * @param modulationHidden channels between w_s and its scale and shift maps
   * @param channels of the synthesis at sizes 4, 8, 16, …
   * @param planeChannels channels of all three planes together
   * @param planeScale factor of the output: the standard deviation of the GAN's triplanes, so that
   *     the network works near 1
   * @param learnedMaps whether each layer adds a learned map, as the GAN's layers do
   */
  public record Config(
      int imageSize,
      List<Integer> encoderChannels,
      int styleChannels,
      boolean spatial,
      int modulationHidden,
      List<Integer> channels,
      int planeChannels,
      double planeScale,
      boolean learnedMaps) {
    public Config {
      encoderChannels = List.copyOf(encoderChannels);
      channels = List.copyOf(channels);
      if (encoderChannels.size() < 2 || channels.isEmpty()) {
        throw new IllegalArgumentException(
            "an image-to-triplane network needs two encoder levels and one synthesis level");
      }
    }

    /**
     * The paper's size for FFHQ at 512 pixels: 512×32×32 style map, triplane 96×256×256, 51 million
     * parameters.
     */
    public static Config ffhq512() {
      return new Config(
          512,
          List.of(64, 128, 256, 512, 512),
          512,
          true,
          128,
          List.of(512, 512, 512, 512, 512, 256, 128),
          96,
          1,
          false);
    }

    public Config withSpatial(boolean spatial) {
      return new Config(
          imageSize,
          encoderChannels,
          styleChannels,
          spatial,
          modulationHidden,
          channels,
          planeChannels,
          planeScale,
          learnedMaps);
    }

    /** Side of the triplane. */
    public int planeSize() {
      return 4 << (channels.size() - 1);
    }
  }

  private final StyleEncoder encoder;
  private final Input takesStyle;
  private final NDArray start;
  private final List<Level> levels = new ArrayList<>();
  private final double planeScale;

  public ImageToTriplane(Weights weights, Config config) {
    encoder = new StyleEncoder(weights.at("encoder"), config);
    Weights synthesis = weights.at("synthesis");
    planeScale = config.planeScale();
    String side = config.spatial() ? "k" : "1";
    takesStyle =
        synthesis.takes(
            String.format(
                Locale.ROOT, "style [n, %d, %s, %s]", config.styleChannels(), side, side));
    int in = config.channels().get(0);
    start = synthesis.get("const", in, 4, 4);
    for (int i = 0; i < config.channels().size(); i++) {
      int size = 4 << i;
      levels.add(new Level(synthesis.at("b" + size), config, in, config.channels().get(i), size));
      in = config.channels().get(i);
    }
  }

  @Override
  public NDArray encode(NDArray portraits) {
    return encoder.forward(portraits);
  }

  @Override
  public NDArray synthesise(NDArray style) {
    NDArray x = KERNELS.call("repeat", takesStyle.check(style), start);
    NDArray planes = null;
    for (Level level : levels) {
      NDArray hidden = level.hidden(style);
      x = level.features(x, hidden);
      planes =
          planes == null
              ? level.firstPlanes(x, planeScale)
              : level.addPlanes(x, planes, planeScale);
    }
    if (planes == null) {
      throw new IllegalStateException("no synthesis level");
    }
    return planes;
  }

  /** One resolution: its modulation layers and its contribution to the planes. */
  private static final class Level {
    private final EqualisedConv hidden;
    private final List<SpatialModulation> layers = new ArrayList<>();
    private final EqualisedConv planes;

    Level(Weights weights, Config config, int in, int out, int size) {
      hidden =
          EqualisedConv.of(weights, "hidden", config.styleChannels(), config.modulationHidden(), 3);
      if (size > 4) {
        layers.add(new SpatialModulation(weights.at("sml0"), config, in, out, size, true));
      }
      layers.add(new SpatialModulation(weights.at("sml1"), config, out, out, size, false));
      planes = EqualisedConv.of(weights, "toplanes", out, config.planeChannels(), 1);
    }

    NDArray hidden(NDArray style) {
      return hidden.activated(style);
    }

    NDArray features(NDArray x, NDArray hiddenStyle) {
      NDArray y = x;
      for (SpatialModulation layer : layers) {
        y = layer.forward(y, hiddenStyle);
      }
      return y;
    }

    NDArray firstPlanes(NDArray x, double scale) {
      return KERNELS.call("planes", x, planes.weight(), planes.bias(), scale);
    }

    NDArray addPlanes(NDArray x, NDArray previous, double scale) {
      return KERNELS.call("add_planes", x, previous, planes.weight(), planes.bias(), scale);
    }
  }
}
