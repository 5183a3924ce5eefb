package dev.triptych.cli.temporal;

import ai.djl.Device;
import java.util.List;

/**
 * Where a process has its networks at work.
 *
 * @param devices of each network that is at work at a time; a device comes as often as networks
 *     share it
 * @param lowMemory whether networks that no step uses make room for others at once
 */
public record Places(List<Device> devices, boolean lowMemory) {
  public Places {
    devices = List.copyOf(devices);
  }

  /** For a process that leaves the work to others. */
  public static Places elsewhere() {
    return new Places(List.of(Device.cpu()), false);
  }

  /** How many networks are at work at a time. */
  public int size() {
    return devices.size();
  }
}
