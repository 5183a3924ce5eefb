package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * Calls a TorchScript method outside inference mode, so that gradients can flow through it.
 *
 * <p>It lives in DJL's package because DJL 0.35.1 offers named methods and plain arguments only
 * inside inference mode, whose outputs can never be saved for a backward pass.
 */
public final class KernelCall {
  private KernelCall() {}

  /**
   * Runs {@code method}. An argument is a {@link PtNDArray}, {@code PtNDArray[]}, {@link IValue},
   * {@code IValue[]} of one type and not empty, {@code null} (Optional[Tensor] is not expressible
   * through JNI, so null is refused), {@link Long}, {@link Integer}, {@link Double}, {@link Float},
   * {@link Boolean}, {@link String}, {@code long[]} or {@code double[]}.
   */
  public static IValue run(PtSymbolBlock module, String method, Object... arguments) {
    IValue[] owned = new IValue[arguments.length];
    long[] handles = new long[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        if (arguments[i] instanceof IValue given) {
          handles[i] = given.getHandle();
        } else {
          owned[i] = wrap(method, i, arguments[i]);
          handles[i] = owned[i].getHandle();
        }
      }
      return new IValue(
          PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, true, false));
    } finally {
      for (IValue value : owned) {
        if (value != null) {
          value.close();
        }
      }
    }
  }

  /** The tensors of a list or tuple result, attached to {@code manager}. */
  public static PtNDArray[] tensors(IValue result, PtNDManager manager) {
    if (result.isTensorList()) {
      return result.toTensorArray(manager);
    }
    IValue[] values = result.toIValueTuple();
    PtNDArray[] tensors = new PtNDArray[values.length];
    for (int i = 0; i < values.length; i++) {
      try (IValue value = values[i]) {
        tensors[i] = value.toTensor(manager);
      }
    }
    return tensors;
  }

  private static IValue wrap(String method, int position, Object argument) {
    if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    } else if (argument instanceof PtNDArray[] arrays) {
      return IValue.listFrom(arrays);
    } else if (argument instanceof IValue[] values) {
      return IValue.listFrom(values);
    } else if (argument instanceof Boolean flag) {
      return IValue.from(flag.booleanValue());
    } else if (argument instanceof Double || argument instanceof Float) {
      return IValue.from(((Number) argument).doubleValue());
    } else if (argument instanceof Number number) {
      return IValue.from(number.longValue());
    } else if (argument instanceof String text) {
      return IValue.from(text);
    } else if (argument instanceof long[] list) {
      return IValue.listFrom(list);
    } else if (argument instanceof double[] list) {
      return IValue.listFrom(list);
    }
    throw new IllegalArgumentException(
        "argument " + position + " of kernel " + method + " has an unsupported type: " + argument);
  }
}
