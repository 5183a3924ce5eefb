package dev.triptych.cli.doctor;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.triptych.cli.console.Words;
import dev.triptych.cli.device.GpuGap;
import dev.triptych.models.torch.DeviceProbe;
import dev.triptych.models.torch.NativeLibraryException;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.errors.Failures;
import dev.triptych.worker.host.NvidiaGpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Checks of the native library, and of the devices that networks run on. */
final class DeviceChecks {
  // Convolutions on newer GPUs round their factors to 10 bits (TF32).
  private static final double ALIKE = 1e-2;

  private final NvidiaGpus machine;
  private final Map<String, String> environment;

  DeviceChecks(NvidiaGpus machine, Map<String, String> environment) {
    this.machine = machine;
    this.environment = environment;
  }

  /**
   * @param chosen the devices to look at, which may need the library
   */
  List<Finding> look(Supplier<List<Device>> chosen) {
    List<Finding> findings = new ArrayList<>();
    int gpus;
    try {
      gpus = Torch.gpus().size();
    } catch (NativeLibraryException e) {
      return List.of(Failures.explain(e).map(why -> Finding.fail("pytorch", why)).orElseThrow());
    }
    findings.add(Finding.ok("pytorch", Torch.version() + " for " + Torch.flavour()));
    findings.addAll(gap(gpus));
    for (Device device : chosen.get()) {
      findings.add(device(device, DeviceProbe::difference));
    }
    return List.copyOf(findings);
  }

  /** The GPUs that are there and not seen; none if all are, or are not wanted. */
  List<Finding> gap(int seen) {
    return GpuGap.look(seen, machine, environment)
        .map(gap -> Finding.fail("gpu", gap + names(), GpuGap.MEND))
        .stream()
        .toList();
  }

  private String names() {
    List<String> names =
        machine.described().stream().map(gpu -> gpu.name() + ", driver " + gpu.driver()).toList();
    return names.isEmpty() ? "" : " (" + String.join("; ", names) + ")";
  }

  /**
   * @param probe runs a kernel and says how far its result is from the processor's
   */
  Finding device(Device device, ToDoubleFunction<Device> probe) {
    String what = "device " + Torch.name(device);
    double difference;
    try {
      difference = probe.applyAsDouble(device);
    } catch (EngineException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return Finding.fail(
          what, "a kernel fails: " + first, "Look at the driver: nvidia-smi; or use --device cpu.");
    }
    String said = description(device);
    if (!(difference <= ALIKE)) {
      return Finding.fail(
          what,
          String.format(
              Locale.ROOT, "%sa kernel differs from the processor by %.2g", said, difference),
          "Do not trust its results; use --device cpu.");
    }
    return Finding.ok(
        what,
        device.isGpu()
            ? String.format(
                Locale.ROOT, "%sa kernel differs from the processor by %.1g", said, difference)
            : "a kernel runs");
  }

  /**
   * Visible devices may be others than the driver's first, so nothing is said if they are chosen.
   */
  private String description(Device device) {
    List<NvidiaGpus.Gpu> gpus = device.isGpu() ? machine.described() : List.of();
    boolean known =
        device.getDeviceId() < gpus.size() && !environment.containsKey("CUDA_VISIBLE_DEVICES");
    if (!device.isGpu() || !known) {
      return "";
    }
    NvidiaGpus.Gpu gpu = gpus.get(device.getDeviceId());
    return String.format(
        Locale.ROOT,
        "%s, driver %s, %s of %s free; ",
        gpu.name(),
        gpu.driver(),
        Words.bytes(gpu.freeBytes()),
        Words.bytes(gpu.totalBytes()));
  }
}
