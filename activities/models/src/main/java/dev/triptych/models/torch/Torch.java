package dev.triptych.models.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The PyTorch engine of this process, started once with the settings that every network here relies
 * on.
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
    Engine.getEngine("PyTorch");
  }

  private Torch() {}

  /** A new root manager; the caller closes it. */
  public static NDManager newManager() {
    return Engine.getEngine("PyTorch").newBaseManager();
  }

  /** Where networks run: {@code cpu}, {@code cuda:0}. */
  public static String device() {
    Device device = Engine.getEngine("PyTorch").defaultDevice();
    return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
  }

  /** Version of the loaded native library, for example {@code 2.7.1}. */
  public static String version() {
    return Engine.getEngine("PyTorch").getVersion();
  }

  /** Threads that one operator may use. */
  public static int threads() {
    return JniUtils.getNumThreads();
  }

  /** Starts the engine now, so that a later first use does not pay for it. */
  public static void start() {
    version();
  }

  private static void defaultProperty(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
