package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.TensorDict;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gathers the tensors of a fused layer for its kernel, which finds each under its own name. Weights
 * start as PyTorch starts them, where nothing else is said.
 */
public final class LayerWeights {
  private final Weights weights;
  private final Map<String, NDArray> gathered;

  public LayerWeights(Weights weights) {
    this(weights, new LinkedHashMap<>());
  }

  private LayerWeights(Weights weights, Map<String, NDArray> gathered) {
    this.weights = weights;
    this.gathered = gathered;
  }

  /** Goes on with the tensors of another view; the kernel sees those of both. */
  public LayerWeights from(Weights other) {
    return new LayerWeights(other, gathered);
  }

  /** Scale and shift of a group or layer normalisation. */
  public LayerWeights norm(String name, int channels) {
    tensor(name + ".weight", Init.ones(), channels);
    return tensor(name + ".bias", Init.zeros(), channels);
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

  /** A square convolution of equalised learning rate: weights from N(0, 1), no bias at first. */
  public LayerWeights equalised(String name, int in, int out, int kernel) {
    tensor(name + ".weight", Init.unit(), out, in, kernel, kernel);
    return tensor(name + ".bias", Init.zeros(), out);
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
    return put(name + ".weight", weights.at(name).layer("weight", Init.fanIn(in), out, in));
  }

  /**
   * A linear layer whose outputs are values, then gates of as many. When packed it is two layers,
   * {@code name.value} and {@code name.gate}.
   *
   * @param out number of values
   */
  public LayerWeights gate(String name, int in, int out) {
    Weights layer = weights.at(name);
    NDArray[] halves = layer.halves("weight", Init.fanIn(in), 2L * out, in);
    NDArray bias = layer.bias("bias", Init.fanIn(in), 2L * out);
    if (halves.length == 1) {
      return put(name + ".weight", halves[0]).put(name + ".bias", bias);
    }
    NDArray[] biases = bias.split(2).toArray(NDArray[]::new);
    return put(name + ".value.weight", halves[0])
        .put(name + ".value.bias", biases[0])
        .put(name + ".gate.weight", halves[1])
        .put(name + ".gate.bias", biases[1]);
  }

  /** A tensor of any kind. */
  public LayerWeights tensor(String name, Init init, long... shape) {
    return put(name, weights.get(name, init, shape));
  }

  /**
   * Adds {@code name.winograd} where {@link Weights#winograd} has it for the weight {@code name}.
   */
  public LayerWeights winograd(String name) {
    weights.winograd(get(name)).ifPresent(weight -> put(name + ".winograd", weight));
    return this;
  }

  private LayerWeights affine(String name, Init weight, Init bias, long... shape) {
    Weights layer = weights.at(name);
    put(name + ".weight", layer.layer("weight", weight, shape));
    return put(name + ".bias", layer.bias("bias", bias, shape[0]));
  }

  private LayerWeights put(String name, NDArray tensor) {
    if (gathered.putIfAbsent(name, tensor) != null) {
      throw new IllegalArgumentException("a kernel cannot tell two tensors " + name + " apart");
    }
    return this;
  }

  /** The gathered tensor {@code name}. */
  public NDArray get(String name) {
    NDArray tensor = gathered.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor " + name + " among " + gathered.keySet());
    }
    return tensor;
  }

  /** All gathered tensors, by name. */
  public TensorDict toDict() {
    return TensorDict.of(gathered);
  }
}
