package ai.djl.pytorch.engine;

import ai.djl.Device;
import java.util.Map;

/**
 * Stands before DJL's class of this name on the tests' class path, which knows three of libtorch's
 * devices: here networks can also be made on {@code meta}, whose tensors have a shape but no
 * values. It is found without any hardware, and most operators refuse to mix it with the CPU.
 */
public final class PtDeviceType {
  private static final Map<String, Integer> NUMBERS =
      Map.of(Device.Type.CPU, 0, Device.Type.GPU, 1, "mps", 13, "meta", 14);

  private PtDeviceType() {}

  public static int toDeviceType(Device device) {
    Integer number = NUMBERS.get(device.getDeviceType());
    if (number == null) {
      throw new IllegalArgumentException("Unsupported device: " + device);
    }
    return number;
  }

  public static String fromDeviceType(int number) {
    return NUMBERS.entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unsupported deviceType: " + number));
  }
}
