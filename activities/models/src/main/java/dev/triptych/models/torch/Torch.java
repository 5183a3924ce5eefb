package dev.triptych.models.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The PyTorch engine of this process, started once with the settings that every network here relies
 * on. Every method throws {@link NativeLibraryException} if its library cannot be loaded.
 */
public final class Torch {
  static {
    // One intra-op thread a job: small tensors lose more to synchronisation than they gain; two
    // jobs side by side fill two cores.
    defaultProperty("ai.djl.pytorch.num_threads", "1");
    defaultProperty("ai.djl.pytorch.num_interop_threads", "1");
    // The optimising executor specialises on the first shapes it sees and then runs differently;
    // plain interpretation does not.
    defaultProperty("ai.djl.pytorch.graph_optimizer", "false");
    defaultProperty("OPT_OUT_TRACKING", "true");
  }

  // Asking costs a call of the driver, and the answer stays.
  private static final Map<Device, Long> MEMORY = new ConcurrentHashMap<>();

  private Torch() {}

  /** A new root manager on the processor; the caller closes it. */
  public static NDManager newManager() {
    return newManager(Device.cpu());
  }

  /** A new root manager, whose arrays are on {@code device}; the caller closes it. */
  public static NDManager newManager(Device device) {
    return engine().newBaseManager(device);
  }

  /** What PyTorch calls a device: {@code cpu}, {@code cuda:0}. */
  public static String name(Device device) {
    return device.isGpu() ? "cuda:" + device.getDeviceId() : device.getDeviceType();
  }

  /** Version of the loaded native library, for example {@code 2.7.1}. */
  public static String version() {
    return engine().getVersion();
  }

  /** The GPUs that it can use; none if it was built for the processor alone. */
  public static List<Device> gpus() {
    Engine engine = engine();
    int count = engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
    return IntStream.range(0, count).mapToObj(Device::gpu).toList();
  }

  /**
   * Bytes of a GPU's memory that nobody uses. PyTorch gives back first what it keeps for later,
   * which takes milliseconds on a busy device.
   */
  public static long freeBytes(Device gpu) {
    start();
    JniUtils.emptyCudaCache();
    MemoryUsage memory = CudaUtils.getGpuMemory(gpu);
    return memory.getMax() - memory.getUsed();
  }

  /** Bytes of memory of a GPU, used or not. */
  public static long memory(Device gpu) {
    start();
    return MEMORY.computeIfAbsent(gpu, device -> CudaUtils.getGpuMemory(device).getMax());
  }

  /** What the native libraries are built for: {@code cpu}, {@code cu128}. */
  public static String flavour() {
    String asked = Utils.getEnvOrSystemProperty("PYTORCH_FLAVOR");
    return asked == null || asked.isBlank() ? "cpu" : asked;
  }

  /** Threads that one operator may use. */
  public static int threads() {
    start();
    return JniUtils.getNumThreads();
  }

  /** Starts the engine now, so that a later first use does not pay for it. */
  public static void start() {
    version();
  }

  private static Engine engine() {
    try {
      return Engine.getEngine("PyTorch");
    } catch (RuntimeException | LinkageError e) {
      throw new NativeLibraryException(Utils.getEngineCacheDir("pytorch"), e);
    }
  }

  private static void defaultProperty(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
