package dev.triptych.cli.device;

import ai.djl.Device;
import dev.triptych.cli.console.Console;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.host.NvidiaGpus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where networks run. */
public final class DeviceOptions {
  private static final String OPTION = "--device";
  private static final String VARIABLE = "TRIPTYCH_DEVICE";

  @Option(
      names = OPTION,
      paramLabel = "cpu|cuda:N|auto",
      split = ",",
      description =
          "Where networks run; several GPUs with commas (default: $TRIPTYCH_DEVICE, or auto: all"
              + " GPUs that PyTorch sees, else the processor).")
  private List<String> names = List.of();

  /**
   * The devices to use, at least one; loads PyTorch's native library unless the processor is asked
   * for by name.
   *
   * @throws dev.triptych.cli.console.UserError if one is not there
   */
  public List<Device> devices(Map<String, String> environment) {
    DeviceChoice choice = new DeviceChoice(Torch::gpus);
    if (!names.isEmpty()) {
      return choice.of(names, OPTION);
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    return variable.isBlank()
        ? choice.of(List.of(DeviceChoice.AUTO), OPTION)
        : choice.of(Arrays.asList(variable.split(",", -1)), VARIABLE);
  }

  /** As {@link #devices(Map)}; says so if GPUs of the machine are left out without being asked. */
  public List<Device> devicesWithWarning(Console console) {
    Map<String, String> environment = console.environment();
    List<Device> devices = devices(environment);
    if (names.isEmpty() && environment.getOrDefault(VARIABLE, "").isBlank()) {
      GpuGap.look(Torch.gpus().size(), NvidiaGpus.ofThisMachine(), environment)
          .ifPresent(gap -> console.err().println("Warning: " + gap + ". " + GpuGap.MEND));
    }
    return devices;
  }
}
