package dev.triptych.cli.device;

import ai.djl.Device;
import dev.triptych.models.torch.Torch;
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
}
