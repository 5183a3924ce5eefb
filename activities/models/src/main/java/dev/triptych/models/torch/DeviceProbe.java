package dev.triptych.models.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;

/** Runs one kernel on a device, to see whether it computes. */
public final class DeviceProbe {
  private static final Kernels KERNELS = Kernels.of(DeviceProbe.class, "probe.py");
  private static final Shape INPUT = new Shape(1, 8, 16, 16);
  private static final Shape WEIGHT = new Shape(8, 8, 3, 3);
  private static final float SMALL = 0.05f; // keeps the softmax away from 0 and 1

  private DeviceProbe() {}

  /**
   * The largest difference between what {@code device} and the processor compute; their numbers lie
   * between 0 and 1.
   *
   * @throws ai.djl.engine.EngineException if the device does not work
   */
  public static double difference(Device device) {
    float[] there = on(device);
    float[] here = on(Device.cpu());
    double largest = 0;
    for (int i = 0; i < here.length; i++) {
      largest = Math.max(largest, Math.abs((double) there[i] - here[i]));
    }
    return largest;
  }

  private static float[] on(Device device) {
    try (GradMode off = GradMode.off();
        NDManager manager = Torch.newManager(device)) {
      return probe(manager).toFloatArray();
    }
  }

  static NDArray probe(NDManager manager) {
    CounterNoise noise = new CounterNoise(1);
    NDArray x = manager.create(noise.at("x").gaussian(0, (int) INPUT.size()), INPUT);
    NDArray weight = manager.create(noise.at("weight").gaussian(0, (int) WEIGHT.size()), WEIGHT);
    return KERNELS.call("probe", x, weight.mul(SMALL));
  }
}
