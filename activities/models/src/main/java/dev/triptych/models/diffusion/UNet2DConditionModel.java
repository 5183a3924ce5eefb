package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
import org.jspecify.annotations.Nullable;

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

  /** A residual block and, on levels that attend to the prompt, a transformer after it. */
  private record Stage(TimedResidualBlock residual, @Nullable Transformer transformer, int layer) {
    NDArray forward(NDArray x, @Nullable NDArray skip, NDArray time, PromptContext context) {
      NDArray h = skip == null ? residual.forward(x, time) : residual.forward(x, skip, time);
      if (transformer == null) {
        return h;
      }
      try (h) {
        return transformer.forward(h, context.keys(layer), context.values(layer));
      }
    }
  }

  /** The stages of one resolution and the convolution to the next, if there is one. */
  private record Level(List<Stage> stages, @Nullable Conv resample) {}

  private final Config config;
  private final List<Transformer> transformers = new ArrayList<>();
  private final Norm norm;
  private final int timeWidth;
  private final Conv convIn;
  private final TensorDict timeEmbedding;
  private final List<Level> down = new ArrayList<>();
  private final List<Stage> middle = new ArrayList<>();
  private final List<Level> up = new ArrayList<>();
  private final Input takesTimes;
  private final Input takesSample;
  private final TensorDict head;

  public UNet2DConditionModel(Weights weights, Config config) {
    this.config = config;
    this.norm = new Norm(config.normNumGroups(), 1e-5);
    int first = config.blockOutChannels().get(0);
    this.timeWidth = 4 * first;
    convIn = Conv.of(weights, "conv_in", config.inChannels(), first, 3);
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
    buildMiddle(weights.at("mid_block"), levels - 1, channels);
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
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < config.layersPerBlock(); i++) {
      stages.add(stage(block, i, level, i == 0 ? in : out, config.attends(level)));
      skips.push(out);
    }
    boolean last = level == config.blockOutChannels().size() - 1;
    if (!last) {
      skips.push(out);
    }
    down.add(
        new Level(
            stages, last ? null : Conv.of(block.at("downsamplers").at(0), "conv", out, out, 3)));
    return out;
  }

  private void buildMiddle(Weights block, int level, int channels) {
    middle.add(stage(block, 0, level, channels, true));
    middle.add(stage(block, 1, level, channels, false));
  }

  private int buildUp(Weights block, int level, int in, Deque<Integer> skips) {
    int out = config.blockOutChannels().get(level);
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i <= config.layersPerBlock(); i++) {
      int inputs = (i == 0 ? in : out) + skips.pop();
      stages.add(stage(block, i, level, inputs, config.attends(level)));
    }
    up.add(
        new Level(
            stages,
            level == 0 ? null : Conv.of(block.at("upsamplers").at(0), "conv", out, out, 3)));
    return out;
  }

  private Stage stage(Weights block, int index, int level, int in, boolean attends) {
    int out = config.blockOutChannels().get(level);
    TimedResidualBlock residual =
        new TimedResidualBlock(
            block.at("resnets").at(index),
            in,
            out,
            timeWidth,
            norm,
            config.resnetTimeScaleShift().equals("scale_shift"));
    if (!attends) {
      return new Stage(residual, null, -1);
    }
    Transformer transformer =
        new Transformer(
            block.at("attentions").at(index),
            out,
            config.heads(level),
            config.crossAttentionDim(),
            config.normNumGroups());
    transformers.add(transformer);
    return new Stage(residual, transformer, transformers.size() - 1);
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
    long[] heads = new long[transformers.size()];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = transformers.get(i).heads();
      weights.addAll(List.of(transformers.get(i).keyValueWeights()));
    }
    return new PromptContext(
        KERNELS.callMany("keys_values", text, weights.toArray(NDArray[]::new), heads));
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
    NDManager owner = sample.getManager();
    try (NDManager scope = owner.newSubManager()) {
      NDArray time =
          KERNELS.call("embed_time", timesteps, timeEmbedding, config.blockOutChannels().get(0));
      time.attach(scope);
      NDArray x = convIn.forward(sample);
      x.attach(scope);
      Deque<NDArray> skips = new ArrayDeque<>(List.of(x));
      for (Level level : down) {
        for (Stage stage : level.stages()) {
          x = stage.forward(x, null, time, context);
          skips.push(x);
        }
        if (level.resample() != null) {
          x = level.resample().halve(x);
          skips.push(x);
        }
      }
      for (Stage stage : middle) {
        x = stage.forward(x, null, time, context);
      }
      for (Level level : up) {
        for (Stage stage : level.stages()) {
          try (NDArray hidden = x;
              NDArray skip = skips.pop()) {
            x = stage.forward(hidden, skip, time, context);
          }
        }
        if (level.resample() != null) {
          try (NDArray hidden = x) {
            x = level.resample().twice(hidden);
          }
        }
      }
      NDArray epsilon = KERNELS.call("head", x, head, norm.groups(), norm.epsilon());
      epsilon.attach(owner);
      return epsilon;
    }
  }
}
