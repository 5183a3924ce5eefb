package dev.triptych.models.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Named tensors as one argument of a kernel, {@code p: Dict[str, Tensor]}. It is made once and
 * passed to many calls; the tensors are shared, so a kernel sees every later change of their values
 * and gradients reach them. It is freed with the manager of its tensors.
 */
public final class TensorDict {
  private final IValue value;

  private TensorDict(IValue value) {
    this.value = value;
  }

  /**
   * @param tensors by the names that the kernel asks for
   * @throws IllegalArgumentException if there are none
   */
  public static TensorDict of(Map<String, NDArray> tensors) {
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException("a dictionary of tensors needs a tensor");
    }
    Map<String, PtNDArray> arrays = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> arrays.put(name, (PtNDArray) tensor));
    NDManager owner = tensors.values().iterator().next().getManager();
    IValue value = IValue.stringMapFrom(arrays);
    ((PtNDManager) owner).attachInternal(UUID.randomUUID().toString(), value);
    return new TensorDict(value);
  }

  IValue value() {
    return value;
  }
}
