package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Predicts the noise in latents, given a timestep and a prompt; diffusers' class of that name. */
public final class UNet2DConditionModel {
  private static final String CROSS_ATTENTION = "CrossAttnDownBlock2D";
  private static final String PLAIN = "DownBlock2D";

  /**
   * Sizes, under diffusers' names; what a JSON file leaves out takes diffusers' default.
   *
   * @param inChannels of the latents; InstructPix2Pix appends the image's latents to the noisy ones
   * @param blockOutChannels channels of each level, the finest first
   * @param layersPerBlock residual blocks of a level on the way down; one more on the way up
   * @param downBlockTypes {@code CrossAttnDownBlock2D} or {@code DownBlock2D} per level; the way up
   *     mirrors it; by default all levels but the last attend to the prompt
   * @param attentionHeadDim in spite of its name the number of heads, one for all levels or one per
   *     level
   * @param crossAttentionDim width of the prompt's hidden states
   * @param normNumGroups groups of the group normalisations
   * @param resnetTimeScaleShift {@code default} adds the time embedding, {@code scale_shift} scales
   *     and shifts with it
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Config(
      int inChannels,
      int outChannels,
      List<Integer> blockOutChannels,
      int layersPerBlock,
      List<String> downBlockTypes,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          List<Integer> attentionHeadDim,
      int crossAttentionDim,
      int normNumGroups,
      String resnetTimeScaleShift) {
    public Config {
      blockOutChannels =
          blockOutChannels == null ? List.of(320, 640, 1280, 1280) : List.copyOf(blockOutChannels);
      int levels = blockOutChannels.size();
      inChannels = inChannels == 0 ? 4 : inChannels;
      outChannels = outChannels == 0 ? 4 : outChannels;
      layersPerBlock = layersPerBlock == 0 ? 2 : layersPerBlock;
      downBlockTypes = downBlockTypes == null ? allButTheLast(levels) : List.copyOf(downBlockTypes);
      attentionHeadDim = attentionHeadDim == null ? List.of(8) : List.copyOf(attentionHeadDim);
      crossAttentionDim = crossAttentionDim == 0 ? 1280 : crossAttentionDim;
      normNumGroups = normNumGroups == 0 ? 32 : normNumGroups;
      resnetTimeScaleShift = resnetTimeScaleShift == null ? "default" : resnetTimeScaleShift;
      if (downBlockTypes.size() != levels
          || (attentionHeadDim.size() != 1 && attentionHeadDim.size() != levels)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "down_block_types and attention_head_dim must fit the %d levels of block_out_channels",
                levels));
      }
      if (!List.of(CROSS_ATTENTION, PLAIN).containsAll(downBlockTypes)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "down_block_types may hold %s and %s, not %s",
                CROSS_ATTENTION,
                PLAIN,
                downBlockTypes));
      }
      if (!List.of("default", "scale_shift").contains(resnetTimeScaleShift)) {
        throw new IllegalArgumentException(
            "resnet_time_scale_shift is default or scale_shift, not " + resnetTimeScaleShift);
      }
    }

    private static List<String> allButTheLast(int levels) {
      List<String> types = new ArrayList<>(Collections.nCopies(levels, CROSS_ATTENTION));
      types.set(levels - 1, PLAIN);
      return types;
    }

    /** Stable Diffusion 1.5 with the eight input channels of InstructPix2Pix. */
    public static Config instructPix2Pix() {
      return new Config(
          8, 4, List.of(320, 640, 1280, 1280), 2, allButTheLast(4), List.of(8), 768, 32, "default");
    }

    int heads(int level) {
      return attentionHeadDim.get(attentionHeadDim.size() == 1 ? 0 : level);
    }

    boolean attends(int level) {
      return downBlockTypes.get(level).equals(CROSS_ATTENTION);
    }
  }

  private final Config config;
  private final int timeWidth;
  private final boolean scaleShift;
  private final List<TensorDict> convolutions = new ArrayList<>();
  private final List<TensorDict> residuals = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>(); // of each stage's transformer, or -1
  private final List<Transformer> transformers = new ArrayList<>();
  private final TensorDict timeEmbedding;
  private final Input takesTimes;
  private final Input takesSample;
  private final TensorDict head;

  public UNet2DConditionModel(Weights weights, Config config) {
    this.config = config;
    this.scaleShift = config.resnetTimeScaleShift().equals("scale_shift");
    int first = config.blockOutChannels().get(0);
    this.timeWidth = 4 * first;
    LayerWeights stem = new LayerWeights(weights).conv("conv_in", config.inChannels(), first, 3);
    convolutions.add(
        TensorDict.of(
            Map.of(
                "conv.weight", stem.get("conv_in.weight"), "conv.bias", stem.get("conv_in.bias"))));
    timeEmbedding =
        new LayerWeights(weights.at("time_embedding"))
            .linear("linear_1", first, timeWidth)
            .linear("linear_2", timeWidth, timeWidth)
            .toDict();
    takesTimes = weights.at("time_embedding").takes("timesteps [n]");
    Deque<Integer> skips = new ArrayDeque<>(List.of(first));
    int levels = config.blockOutChannels().size();
    int step = 1 << (levels - 1);
    takesSample =
        weights
            .at("conv_in")
            .takes(
                String.format(Locale.ROOT, "[n, %d, %dh, %dw]", config.inChannels(), step, step));
    int channels = first;
    for (int level = 0; level < levels; level++) {
      channels = buildDown(weights.at("down_blocks").at(level), level, channels, skips);
    }
    stage(weights.at("mid_block"), 0, levels - 1, channels, true);
    stage(weights.at("mid_block"), 1, levels - 1, channels, false);
    for (int i = 0; i < levels; i++) {
      channels = buildUp(weights.at("up_blocks").at(i), levels - 1 - i, channels, skips);
    }
    head =
        new LayerWeights(weights)
            .norm("conv_norm_out", first)
            .zeroConv("conv_out", first, config.outChannels(), 3)
            .toDict();
  }

  private int buildDown(Weights block, int level, int in, Deque<Integer> skips) {
    int out = config.blockOutChannels().get(level);
    for (int i = 0; i < config.layersPerBlock(); i++) {
      stage(block, i, level, i == 0 ? in : out, config.attends(level));
      skips.push(out);
    }
    if (level < config.blockOutChannels().size() - 1) {
      resample(block.at("downsamplers"), out);
      skips.push(out);
    }
    return out;
  }

  private int buildUp(Weights block, int level, int in, Deque<Integer> skips) {
    int out = config.blockOutChannels().get(level);
    for (int i = 0; i <= config.layersPerBlock(); i++) {
      stage(block, i, level, (i == 0 ? in : out) + skips.pop(), config.attends(level));
    }
    if (level > 0) {
      resample(block.at("upsamplers"), out);
    }
    return out;
  }

  private void resample(Weights block, int channels) {
    convolutions.add(new LayerWeights(block.at(0)).conv("conv", channels, channels, 3).toDict());
  }

  /** A residual block and, where it attends to the prompt, a transformer after it. */
  private void stage(Weights block, int index, int level, int in, boolean attends) {
    int out = config.blockOutChannels().get(level);
    residuals.add(
        TimedResidualBlock.gather(block.at("resnets").at(index), in, out, timeWidth, scaleShift));
    places.add(attends ? transformers.size() : -1);
    if (attends) {
      transformers.add(
          new Transformer(
              block.at("attentions").at(index),
              out,
              config.heads(level),
              config.crossAttentionDim()));
    }
  }

  public Config config() {
    return config;
  }

  /**
   * The part of the work that depends on the prompt alone.
   *
   * @param text [n, tokens, crossAttentionDim]
   */
  public PromptContext promptContext(NDArray text) {
    List<NDArray> weights = new ArrayList<>();
    transformers.forEach(transformer -> transformer.check(text));
    transformers.forEach(transformer -> weights.addAll(List.of(transformer.keyValueWeights())));
    return new PromptContext(
        KERNELS.callMany("keys_values", text, weights.toArray(NDArray[]::new), heads()));
  }

  /**
   * The noise ε in {@code sample}.
   *
   * @param sample [n, inChannels, h, w]; h and w divisible by 2^(levels − 1)
   * @param timesteps [n] float32, 0 to 999
   * @param context of n prompts
   * @return [n, outChannels, h, w], owned by the sample's manager
   */
  public NDArray forward(NDArray sample, NDArray timesteps, PromptContext context) {
    takesSample.check(sample);
    takesTimes.check(timesteps);
    return KERNELS.call(
        "unet",
        sample,
        timesteps,
        context.keysAndValues(),
        timeEmbedding,
        convolutions.toArray(TensorDict[]::new),
        residuals.toArray(TensorDict[]::new),
        transformers.stream().map(Transformer::parameters).toArray(TensorDict[]::new),
        head,
        places.stream().mapToLong(Integer::longValue).toArray(),
        heads(),
        config.layersPerBlock(),
        config.normNumGroups(),
        1e-5,
        scaleShift);
  }

  private long[] heads() {
    return transformers.stream().mapToLong(Transformer::heads).toArray();
  }
}
