package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the tensors of a fused layer in the order in which its kernel reads them. Weights start
 * as PyTorch starts them.
 */
public final class LayerWeights {
  private final Weights weights;
  private final List<NDArray> gathered = new ArrayList<>();

  public LayerWeights(Weights weights) {
    this.weights = weights;
  }

  /** Scale and shift of a group or layer normalisation. */
  public LayerWeights norm(String name, int channels) {
    Weights norm = weights.at(name);
    gathered.add(norm.get("weight", Init.ones(), channels));
    gathered.add(norm.get("bias", Init.zeros(), channels));
    return this;
  }

  /** A square convolution with bias. */
  public LayerWeights conv(String name, int in, int out, int kernel) {
    long fanIn = (long) in * kernel * kernel;
    return affine(name, Init.fanIn(fanIn), Init.fanIn(fanIn), out, in, kernel, kernel);
  }

  /** As {@link #conv}, silent at the start: a residual branch then begins as the identity. */
  public LayerWeights zeroConv(String name, int in, int out, int kernel) {
    return affine(name, Init.zeros(), Init.zeros(), out, in, kernel, kernel);
  }

  /** A linear layer with bias. */
  public LayerWeights linear(String name, int in, int out) {
    return affine(name, Init.fanIn(in), Init.fanIn(in), out, in);
  }

  /** As {@link #linear}, silent at the start. */
  public LayerWeights zeroLinear(String name, int in, int out) {
    return affine(name, Init.zeros(), Init.zeros(), out, in);
  }

  /** A linear layer without bias. */
  public LayerWeights projection(String name, int in, int out) {
    gathered.add(weights.at(name).layer("weight", Init.fanIn(in), out, in));
    return this;
  }

  /**
   * A linear layer whose outputs are values, then gates of as many: weight and bias of both, or of
   * the values and then of the gates when packed.
   *
   * @param out number of values
   */
  public LayerWeights gate(String name, int in, int out) {
    Weights layer = weights.at(name);
    NDArray[] halves = layer.halves("weight", Init.fanIn(in), 2L * out, in);
    NDArray bias = layer.get("bias", Init.fanIn(in), 2L * out);
    if (halves.length == 1) {
      gathered.addAll(List.of(halves[0], bias));
    } else {
      NDArray[] biases = bias.split(2).toArray(NDArray[]::new);
      gathered.addAll(List.of(halves[0], biases[0], halves[1], biases[1]));
    }
    return this;
  }

  private LayerWeights affine(String name, Init weight, Init bias, long... shape) {
    Weights layer = weights.at(name);
    gathered.add(layer.layer("weight", weight, shape));
    gathered.add(layer.get("bias", bias, shape[0]));
    return this;
  }

  public NDArray[] toArray() {
    return gathered.toArray(NDArray[]::new);
  }
}
