package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Latent code (and conditioning camera) to style vector: fully connected layers on the normalised
 * inputs, as in StyleGAN2.
 */
public final class Mapping {
  static final Kernels KERNELS = Kernels.withWinograd(Mapping.class, "synthesis.py");

  /**
   * @param layers fully connected layers
   * @param width of the layers between the first and the last
   * @param learningRate multiplier of the layers' learning rate
   */
  public record Config(int layers, int width, double learningRate) {
    public Config {
      if (layers < 1 || width < 1 || learningRate <= 0) {
        throw new IllegalArgumentException(
            "mapping needs positive layers, width and learning rate, not "
                + layers
                + ", "
                + width
                + ", "
                + learningRate);
      }
    }
  }

  private final Config config;
  private final int conditions;
  private final NDArray[] embedding;
  private final NDArray[] weights;
  private final NDArray[] biases;
  private final NDArray average;
  private final Input takesCode;
  private final @Nullable Input takesCondition;

  Mapping(Weights w, Eg3dConfig sizes) {
    this.config = sizes.mapping();
    this.conditions = sizes.cDim();
    int style = sizes.wDim();
    this.embedding =
        conditions == 0
            ? new NDArray[0]
            : new NDArray[] {
              w.at("embed").get("weight", style, conditions),
              w.at("embed").get("bias", Init.zeros(), style)
            };
    List<NDArray> matrices = new ArrayList<>();
    List<NDArray> offsets = new ArrayList<>();
    int in = sizes.zDim() + (conditions == 0 ? 0 : style);
    for (int i = 0; i < config.layers(); i++) {
      int out = i == config.layers() - 1 ? style : config.width();
      Weights layer = w.at("fc" + i);
      matrices.add(layer.get("weight", new Init.Normal(1 / config.learningRate()), out, in));
      offsets.add(layer.get("bias", Init.zeros(), out));
      in = out;
    }
    this.weights = matrices.toArray(NDArray[]::new);
    this.biases = offsets.toArray(NDArray[]::new);
    this.average = w.get("w_avg", Init.zeros(), style);
    this.takesCode = w.takes(String.format(Locale.ROOT, "z [n, %d]", sizes.zDim()));
    this.takesCondition =
        conditions == 0
            ? null
            : w.takes(String.format(Locale.ROOT, "condition [n, %d]", conditions));
  }

  /**
   * The style vectors [n, w] of latent codes.
   *
   * @param z [n, z], standard Gaussian
   * @param condition [n, c] conditioning cameras; ignored by an unconditioned mapping
   */
  public NDArray forward(NDArray z, NDArray condition) {
    return KERNELS.call(
        "map", takesCode.check(z), embedded(condition), weights, biases, config.learningRate());
  }

  private NDArray[] embedded(NDArray condition) {
    if (takesCondition == null) {
      return new NDArray[0];
    }
    return new NDArray[] {
      KERNELS.call("connect", takesCondition.check(condition), embedding[0], embedding[1], 1.0)
    };
  }

  /**
   * One style vector for every layer, drawn towards the average style.
   *
   * @param w [n, w]
   * @param psi truncation: 1 keeps {@code w}, 0 gives the average
   * @return [n, layers, w], a view without copies
   */
  public NDArray spread(NDArray w, double psi, int layers) {
    return KERNELS.call("spread", w, average, psi, layers);
  }

  /** The average style [w]; a buffer that training maintains. */
  public NDArray average() {
    return average;
  }
}
