package dev.triptych.cli.launch;

import ai.djl.Device;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.LogFormat;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.cli.device.DeviceOptions;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a launch uses this machine. */
final class LaunchOptions {
  // Small tensors train fastest with one thread each, and each training wants its own memory.
  private static final int USUALLY = 4;
  private static final int MOST = 256; // each has a thread, and its own networks at work

  /** Networks at work at a time. */
  static final class Slots extends WholeNumber {
    Slots() {
      super(1, MOST);
    }
  }

  @Option(
      names = "--slots",
      paramLabel = "N",
      converter = Slots.class,
      description =
          "Networks at work at a time (default: one for each GPU, or for each core, 4 at most).")
  private @Nullable Integer slots;

  @Option(
      names = "--low-memory",
      description =
          "Keep in memory only the networks of steps at work; others are loaded again when they are"
              + " needed (default: networks stay while they take less than a quarter of the memory).")
  private boolean lowMemory;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      description =
          "Write progress and logs to standard error for people, or as one JSON object a line"
              + " (default: $TRIPTYCH_LOG_FORMAT, or text).")
  @SuppressWarnings("UnusedVariable") // LogFormat.asked has found it before anything was parsed
  private @Nullable LogFormat logFormat;

  @Mixin private DeviceOptions device;

  boolean lowMemory() {
    return lowMemory;
  }

  /**
   * The device of each slot of a launch. Whatever has the work done elsewhere does not ask this
   * machine for its GPUs.
   *
   * @throws dev.triptych.cli.console.UserError if a device is not there
   */
  Places places(Engine.Starter engines, Console console) {
    return engines.lasting()
        ? new Places(places(List.of(Device.cpu())), lowMemory)
        : places(console);
  }

  /**
   * The device of each slot of a worker. Slots share GPUs evenly; there is one for each GPU unless
   * more are asked for.
   *
   * @throws dev.triptych.cli.console.UserError if a device is not there
   */
  Places places(Console console) {
    return new Places(places(device.devicesWithWarning(console)), lowMemory);
  }

  List<Device> places(List<Device> devices) {
    int count = slots != null ? slots : devices.get(0).isGpu() ? devices.size() : slotsOfCores();
    return IntStream.range(0, count).mapToObj(i -> devices.get(i % devices.size())).toList();
  }

  private static int slotsOfCores() {
    return Math.min(Runtime.getRuntime().availableProcessors(), USUALLY);
  }
}
