package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ablation "w/o I2T" (paper section 4.5): the GAN's frozen backbone with the sampled style, and
 * two trainable modulation layers on the features of its two finest blocks, steered by the frozen
 * pre-trained encoder. The paper leaves their place and their conditioning open; here they are
 * residual and begin as the identity.
 */
public final class ModulatedBackbone implements TriplaneGenerator {
  private static final int LAYERS = 2;

  private final Eg3dGenerator gan;
  private final ImageToTriplane encoder;
  private final NDArray ws;
  private final int first; // block of the first modulation layer
  private final List<Layer> layers = new ArrayList<>();

  /**
   * @param weights only the two layers' own
   * @param gan frozen
   * @param encoder frozen; its style map steers the layers
   * @param ws the portrait's style vectors, [1, layers, w]
   */
  public ModulatedBackbone(
      Weights weights,
      ImageToTriplane.Config config,
      Eg3dGenerator gan,
      ImageToTriplane encoder,
      NDArray ws) {
    this.gan = gan;
    this.encoder = encoder;
    this.ws = ws;
    List<Integer> widths = gan.config().backbone().widths();
    first = widths.size() - LAYERS;
    for (int i = 0; i < LAYERS; i++) {
      layers.add(new Layer(weights.at("layer" + i), config, widths.get(first + i)));
    }
  }

  @Override
  public NDArray encode(NDArray frontal) {
    try (GradMode off = GradMode.off()) {
      return encoder.encode(frontal);
    }
  }

  @Override
  public NDArray synthesise(NDArray style) {
    return synthesise(style, ws);
  }

  @Override
  public NDArray synthesise(NDArray style, NDArray ws) {
    return gan.planes(
        ImageToTriplane.KERNELS.callIn(style.getManager(), "same", ws),
        (block, features) ->
            block < first ? features : layers.get(block - first).forward(features, style));
  }

  private static final class Layer {
    private final Input takes;
    private final EqualisedConv hidden;
    private final TensorDict parameters;

    Layer(Weights weights, ImageToTriplane.Config config, int channels) {
      takes = weights.takes(String.format(Locale.ROOT, "[n, %d, s, s]", channels));
      hidden =
          EqualisedConv.of(weights, "hidden", config.styleChannels(), config.modulationHidden(), 3);
      parameters =
          SpatialModulation.gather(weights, config, channels)
              .zeroConv("conv", channels, channels, 3)
              .toDict();
    }

    NDArray forward(NDArray x, NDArray style) {
      NDArray h = hidden.activated(style);
      return x.add(
          ImageToTriplane.KERNELS.call("modulated", takes.checkFirst(x), h, parameters, false));
    }
  }
}
