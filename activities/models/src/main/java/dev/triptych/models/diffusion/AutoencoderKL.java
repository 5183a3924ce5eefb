package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.triptych.models.weights.Weights;
import java.util.List;

/** The variational autoencoder between images and latents; diffusers' class of that name. */
public final class AutoencoderKL {
  /**
   * Sizes, under diffusers' names; what a JSON file leaves out takes Stable Diffusion's value.
   *
   * @param blockOutChannels channels of each level, the finest first; each level but the last
   *     halves the image
   * @param layersPerBlock residual blocks of a level in the encoder; the decoder has one more
   * @param scalingFactor of the latents in the diffusion's space: 1 / their standard deviation
   * @param midBlockAddAttention whether the coarsest level attends over positions
   * @param patchSize side of the pixel blocks that are folded into channels before the first and
   *     after the last convolution; 1 for none, as in Stable Diffusion
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Config(
      int inChannels,
      int outChannels,
      List<Integer> blockOutChannels,
      int layersPerBlock,
      int latentChannels,
      int normNumGroups,
      double scalingFactor,
      Boolean midBlockAddAttention,
      int patchSize) {
    public Config {
      blockOutChannels =
          blockOutChannels == null ? List.of(128, 256, 512, 512) : List.copyOf(blockOutChannels);
      inChannels = inChannels == 0 ? 3 : inChannels;
      outChannels = outChannels == 0 ? 3 : outChannels;
      layersPerBlock = layersPerBlock == 0 ? 2 : layersPerBlock;
      latentChannels = latentChannels == 0 ? 4 : latentChannels;
      normNumGroups = normNumGroups == 0 ? 32 : normNumGroups;
      scalingFactor = scalingFactor == 0 ? 0.18215 : scalingFactor;
      midBlockAddAttention = midBlockAddAttention == null || midBlockAddAttention;
      patchSize = patchSize == 0 ? 1 : patchSize;
      if (blockOutChannels.isEmpty()) {
        throw new IllegalArgumentException("block_out_channels needs a level");
      }
    }

    /** The autoencoder of Stable Diffusion 1.x. */
    public static Config stableDiffusion() {
      return new Config(3, 3, List.of(128, 256, 512, 512), 2, 4, 32, 0.18215, true, 1);
    }

    public Config withScalingFactor(double factor) {
      return new Config(
          inChannels,
          outChannels,
          blockOutChannels,
          layersPerBlock,
          latentChannels,
          normNumGroups,
          factor,
          midBlockAddAttention,
          patchSize);
    }

    /** How many times smaller than the image the latents are, along a side. */
    public int reduction() {
      return patchSize << (blockOutChannels.size() - 1);
    }

    /** Channels of the decoder's widest activation at the size of the image's patches. */
    public int channelsOfImages() {
      return blockOutChannels.get(Math.min(1, blockOutChannels.size() - 1));
    }

    Norm norm() {
      return new Norm(normNumGroups, 1e-6);
    }
  }

  /** What an image may be in latent space: independent Gaussians, [n, latents, h, w] each. */
  public record Posterior(NDArray mean, NDArray logVariance) {
    /**
     * A draw from it.
     *
     * @param noise standard Gaussians of the mean's shape
     */
    public NDArray sample(NDArray noise) {
      return KERNELS.call("draw", mean, logVariance, noise);
    }
  }

  private final Config config;
  private final AutoencoderEncoder encoder;
  private final AutoencoderDecoder decoder;
  private final Conv quantConv;
  private final Conv postQuantConv;

  public AutoencoderKL(Weights weights, Config config) {
    this.config = config;
    int latents = config.latentChannels();
    encoder = new AutoencoderEncoder(weights.at("encoder"), config);
    decoder = new AutoencoderDecoder(weights.at("decoder"), config);
    quantConv = Conv.of(weights, "quant_conv", 2 * latents, 2 * latents, 1);
    postQuantConv = Conv.of(weights, "post_quant_conv", latents, latents, 1);
  }

  /**
   * Today's name of a tensor of an older checkpoint, for {@link
   * dev.triptych.models.weights.TensorSource#renamed}: the attention's layers were once called
   * query, key, value and proj_attn.
   */
  public static String currentName(String name) {
    return name.replace(".query.", ".to_q.")
        .replace(".key.", ".to_k.")
        .replace(".value.", ".to_v.")
        .replace(".proj_attn.", ".to_out.0.");
  }

  public Config config() {
    return config;
  }

  /**
   * @param images [n, 3, h, w] in [-1, 1]
   */
  public Posterior encode(NDArray images) {
    try (NDArray hidden = encoder.forward(images)) {
      NDArray[] moments = KERNELS.callMany("moments", hidden, quantConv.weight(), quantConv.bias());
      for (NDArray moment : moments) {
        moment.attach(images.getManager());
      }
      return new Posterior(moments[0], moments[1]);
    }
  }

  /**
   * @param latents [n, latents, h, w], not scaled by {@link Config#scalingFactor}
   * @return images around [-1, 1], not clamped
   */
  public NDArray decode(NDArray latents) {
    postQuantConv.takes().check(latents);
    try (NDArray hidden = postQuantConv.forward(latents)) {
      return decoder.forward(hidden);
    }
  }
}
