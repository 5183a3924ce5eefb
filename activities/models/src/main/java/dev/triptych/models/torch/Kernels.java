package dev.triptych.models.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.KernelCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * TorchScript functions compiled from a readable source file at start-up. A file holds plain {@code
 * def name(self, …)} methods; in them {@code torch.} reaches every ATen operator. Results belong to
 * the manager of the first array argument, so pass activations first and weights after them. Calls
 * are safe from any thread; gradients flow whenever {@link GradMode} is on.
 */
public final class Kernels {
  // The executor's choice is kept per thread by libtorch.
  private static final ThreadLocal<Boolean> INTERPRETING =
      ThreadLocal.withInitial(Kernels::interpret);

  private final String family;
  private final PtSymbolBlock module;

  private Kernels(String family, PtSymbolBlock module) {
    this.family = family;
    this.module = module;
  }

  /**
   * Compiles the resource {@code name} that lies beside {@code owner}.
   *
   * @throws IllegalArgumentException if there is no such resource
   */
  public static Kernels of(Class<?> owner, String name) {
    return compile(family(owner), source(owner, name));
  }

  /** As {@link #of}, for kernels that call the layers of {@link Packing}. */
  public static Kernels withPacking(Class<?> owner, String name) {
    return compile(family(owner), source(Packing.class, Packing.library()) + source(owner, name));
  }

  /** As {@link #of}, for kernels that call both those of {@link Packing} and {@link Winograd}. */
  public static Kernels withPackingAndWinograd(Class<?> owner, String name) {
    return compile(
        family(owner),
        source(Packing.class, Packing.library())
            + source(Winograd.class, Winograd.LIBRARY)
            + source(owner, name));
  }

  /** As {@link #of}, for kernels that call the convolution of {@link Winograd}. */
  public static Kernels withWinograd(Class<?> owner, String name) {
    return compile(family(owner), source(Winograd.class, Winograd.LIBRARY) + source(owner, name));
  }

  /** What a user calls the networks of a package: {@code eg3d}, {@code diffusion}. */
  private static String family(Class<?> owner) {
    return owner.getPackageName().replaceFirst(".*\\.", "");
  }

  private static String source(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no kernel source " + name + " beside " + owner.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Kernels compile(String family, String source) {
    try {
      byte[] archive = TorchScriptArchive.pack(source);
      NDManager manager = Torch.newManager();
      return new Kernels(
          family,
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Calls a kernel that returns one tensor. Arguments as {@link KernelCall#run} takes them, or
   * {@code NDArray}, {@code NDArray[]}, {@link TensorDict} or {@code TensorDict[]}.
   */
  public NDArray call(String kernel, Object... arguments) {
    try (IValue result = run(kernel, arguments)) {
      return result.toTensor(managerOf(kernel, arguments));
    }
  }

  /** Calls a kernel that returns one tensor, which {@code owner} will own. */
  public NDArray callIn(NDManager owner, String kernel, Object... arguments) {
    try (IValue result = run(kernel, arguments)) {
      return result.toTensor((PtNDManager) owner);
    }
  }

  /** Calls a kernel that returns a list or tuple of tensors. */
  public NDArray[] callMany(String kernel, Object... arguments) {
    try (IValue result = run(kernel, arguments)) {
      return KernelCall.tensors(result, managerOf(kernel, arguments));
    }
  }

  /**
   * Calls a kernel for a value that Java cannot read, such as a pre-packed weight; the caller
   * closes it.
   *
   * @throws MemoryExhaustedException if the device has too little memory
   */
  public IValue run(String kernel, Object... arguments) {
    INTERPRETING.get();
    Object[] plain = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      plain[i] = plain(arguments[i]);
    }
    try {
      return KernelCall.run(module, kernel, plain);
    } catch (EngineException e) {
      throw MemoryExhaustedException.in("the kernel " + kernel + " of " + family, e);
    }
  }

  private static Object plain(Object argument) {
    if (argument instanceof NDArray[] arrays) {
      return narrow(arrays);
    }
    if (argument instanceof TensorDict[] dicts) {
      return Arrays.stream(dicts).map(TensorDict::value).toArray(IValue[]::new);
    }
    return argument instanceof TensorDict dict ? dict.value() : argument;
  }

  private static PtNDArray[] narrow(NDArray[] arrays) {
    PtNDArray[] narrowed = new PtNDArray[arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      narrowed[i] = (PtNDArray) arrays[i];
    }
    return narrowed;
  }

  private static PtNDManager managerOf(String kernel, Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof NDArray array) {
        return (PtNDManager) array.getManager();
      } else if (argument instanceof NDArray[] arrays && arrays.length > 0) {
        return (PtNDManager) arrays[0].getManager();
      }
    }
    throw new IllegalArgumentException(
        "kernel " + kernel + " has no array argument to own its result");
  }

  private static Boolean interpret() {
    JniUtils.setGraphExecutorOptimize(false);
    return Boolean.TRUE;
  }
}
