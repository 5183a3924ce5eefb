package dev.triptych.models.checkpoints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.weights.Dtype;
import dev.triptych.models.weights.Flaw;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tensors of a pickle by name. */
final class PickledTensors implements TensorSource {
  private final String origin;
  private final Map<String, PickledTensor> tensors;

  private PickledTensors(String origin, Map<String, PickledTensor> tensors) {
    this.origin = origin;
    this.tensors = tensors;
  }

  /**
   * @throws WeightsException that lists every tensor whose numbers are not there
   */
  static PickledTensors of(String origin, TorchFile file, Map<String, Pickled> nodes)
      throws IOException {
    TensorNodes reader = new TensorNodes(file);
    Map<String, PickledTensor> tensors = new TreeMap<>();
    List<Flaw> flaws = new ArrayList<>();
    for (Map.Entry<String, Pickled> node : nodes.entrySet()) {
      try {
        tensors.put(node.getKey(), reader.tensor(node.getValue()));
      } catch (Malformed e) {
        flaws.add(new Flaw(Shown.of(node.getKey()), "damaged: " + e.reason()));
      }
    }
    if (!flaws.isEmpty()) {
      throw new WeightsException("Not a usable checkpoint; download it again", origin, flaws);
    }
    return new PickledTensors(origin, tensors);
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public @Nullable Shape shape(String name) {
    PickledTensor tensor = tensors.get(name);
    return tensor == null ? null : tensor.shape();
  }

  @Override
  public Dtype dtype(String name) {
    Dtype dtype = tensor(name).storage().dtype();
    return dtype == null ? Dtype.F32 : dtype;
  }

  @Override
  public NDArray read(String name, NDManager manager) {
    return tensor(name).read(name, origin, manager);
  }

  /** The tensor as it was found. */
  PickledTensor tensor(String name) {
    PickledTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new WeightsException("There is no tensor " + Shown.of(name), origin);
    }
    return tensor;
  }
}
