package dev.triptych.models.lpips;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.torch.Winograd;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Learned perceptual distance, version 0.1, on a VGG trunk (Zhang et al. 2018). Trunk tensors have
 * torchvision's names ({@code features.0.weight}), the weights of the differences LPIPS's ({@code
 * lin0.model.1.weight}).
 */
public final class Lpips {
  private static final Kernels KERNELS = Kernels.withWinograd(Lpips.class, "lpips.py");

  // ImageNet's mean and deviation, for images in [-1, 1].
  private static final float[] SHIFT = {-.030f, -.088f, -.188f};
  private static final float[] SCALE = {.458f, .448f, .450f};

  /**
   * Sizes; what a JSON file leaves out takes VGG16's value.
   *
   * @param widths channels of each level; a max-pooling lies between levels
   * @param convolutions of each level
   * @param epsilon length below which a feature vector no longer counts as a direction
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Config(List<Integer> widths, List<Integer> convolutions, double epsilon) {
    public Config {
      widths = widths == null ? List.of(64, 128, 256, 512, 512) : List.copyOf(widths);
      convolutions = convolutions == null ? List.of(2, 2, 3, 3, 3) : List.copyOf(convolutions);
      epsilon = epsilon == 0 ? 1e-10 : epsilon;
      if (widths.isEmpty() || widths.size() != convolutions.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "widths %s and convolutions %s must have one entry per level",
                widths,
                convolutions));
      }
    }

    public static Config vgg16() {
      return new Config(List.of(64, 128, 256, 512, 512), List.of(2, 2, 3, 3, 3), 1e-10);
    }
  }

  /** Unit feature vectors of images at each level, [n, c, h, w]; kept for images compared often. */
  public record Features(NDArray[] levels) implements AutoCloseable {
    /** The entries {@code from} to {@code to} (exclusive) of the batch. */
    public Features slice(int from, int to) {
      return new Features(
          Arrays.stream(levels).map(a -> a.get(from + ":" + to)).toArray(NDArray[]::new));
    }

    @Override
    public void close() {
      Arrays.stream(levels).forEach(NDArray::close);
    }
  }

  private final Config config;
  private final Input takes;
  private final NDArray[] weights;
  private final NDArray[] minimal;
  private final NDArray[] biases;
  private final NDArray[] lins;
  private final long[] counts;
  private final NDArray shift;
  private final NDArray scale;
  private @Nullable Turned turned; // made for the first gradient

  /** Weights of the way back through the trunk. */
  private record Turned(NDArray[] weights, NDArray[] minimal) {}

  public Lpips(Weights w, Config config) {
    this.config = config;
    Weights features = w.at("features");
    takes = features.takes("[n, 3, h, w]");
    List<NDArray> matrices = new ArrayList<>();
    List<NDArray> transformed = new ArrayList<>();
    List<NDArray> offsets = new ArrayList<>();
    int index = 0; // torchvision counts convolutions, activations and poolings
    int in = 3;
    for (int level = 0; level < config.widths().size(); level++) {
      int out = config.widths().get(level);
      for (int i = 0; i < config.convolutions().get(level); i++) {
        Weights layer = features.at(index);
        Init init = Init.fanIn(9L * in);
        NDArray weight = layer.get("weight", init, out, in, 3, 3);
        matrices.add(weight);
        transformed.add(
            layer.winograd(weight).orElseGet(() -> weight.getManager().create(new Shape(0))));
        offsets.add(layer.get("bias", init, out));
        in = out;
        index += 2;
      }
      index++;
    }
    weights = matrices.toArray(NDArray[]::new);
    minimal = transformed.toArray(NDArray[]::new);
    biases = offsets.toArray(NDArray[]::new);
    lins = new NDArray[config.widths().size()];
    for (int level = 0; level < lins.length; level++) {
      lins[level] =
          w.at("lin" + level)
              .at("model")
              .at(1)
              .get(
                  "weight",
                  new Init.Constant(1.0 / lins.length),
                  1,
                  config.widths().get(level),
                  1,
                  1);
    }
    counts = config.convolutions().stream().mapToLong(Integer::longValue).toArray();
    shift = weights[0].getManager().create(SHIFT, new Shape(1, 3, 1, 1));
    scale = weights[0].getManager().create(SCALE, new Shape(1, 3, 1, 1));
  }

  public Config config() {
    return config;
  }

  /**
   * The trunk's activations at the end of each level, for training it.
   *
   * @param images [n, 3, h, w] in [-1, 1]
   * @return [n, widths[k], h / 2^k, w / 2^k] each
   */
  public NDArray[] trunk(NDArray images) {
    return KERNELS.callMany(
        "trunk", takes.check(images), weights, minimal, biases, counts, shift, scale);
  }

  /**
   * What {@link #distance(Features, Features)} compares.
   *
   * @param images [n, 3, h, w] in [-1, 1]
   */
  public Features features(NDArray images) {
    return new Features(
        KERNELS.callMany(
            "features",
            takes.check(images),
            weights,
            minimal,
            biases,
            counts,
            shift,
            scale,
            config.epsilon()));
  }

  /** Distance of each pair, [n]. */
  public NDArray distance(Features a, Features b) {
    return KERNELS.call("distance", a.levels(), b.levels(), lins);
  }

  /**
   * Distance of images to the features of others, [n]. As {@link #distance(Features, Features)} of
   * their features, but a gradient with respect to the images takes no graph of the trunk, and for
   * small pictures a third less time; the weights must be frozen.
   *
   * @param images [n, 3, h, w] in [-1, 1]
   */
  public NDArray distance(NDArray images, Features others) {
    if (!Autograd.recorded(images)) {
      return distance(features(images), others);
    }
    Turned back = turned();
    return KERNELS.call(
        "distance_with_gradient",
        takes.check(images),
        weights,
        minimal,
        biases,
        counts,
        shift,
        scale,
        config.epsilon(),
        others.levels(),
        lins,
        back.weights(),
        back.minimal());
  }

  private synchronized Turned turned() {
    if (turned == null) {
      try (GradMode off = GradMode.off()) {
        NDArray[] mirrored = new NDArray[weights.length];
        NDArray[] transformed = new NDArray[weights.length];
        for (int i = 0; i < weights.length; i++) {
          mirrored[i] = KERNELS.call("turned", weights[i]);
          boolean pays = minimal[i].size() > 0;
          transformed[i] = pays ? Winograd.transform(mirrored[i]) : minimal[i];
        }
        turned = new Turned(mirrored, transformed);
      }
    }
    return turned;
  }

  /** The contribution of each level, [n, levels]; their sum is the distance. */
  public NDArray terms(Features a, Features b) {
    return KERNELS.call("terms", a.levels(), b.levels(), lins);
  }

  /**
   * Distance of each pair of images.
   *
   * @param a [n, 3, h, w] in [-1, 1]
   * @param b of the same shape
   * @return [n]
   */
  public NDArray distance(NDArray a, NDArray b) {
    try (Features left = features(a);
        Features right = features(b)) {
      return distance(left, right);
    }
  }
}
