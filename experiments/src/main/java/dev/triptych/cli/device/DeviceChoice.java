package dev.triptych.cli.device;

import ai.djl.Device;
import dev.triptych.cli.console.UserError;
import dev.triptych.models.torch.Torch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns names of devices, as PyTorch has them, into the devices. */
final class DeviceChoice {
  /** All GPUs, or else the processor. */
  static final String AUTO = "auto";

  private static final String CPU = "cpu";
  private static final Pattern CUDA = Pattern.compile("cuda(?::([0-9]{1,3}))?");

  private final Supplier<List<Device>> gpus;

  /**
   * @param gpus those that the engine can use; asked only where a name needs it
   */
  DeviceChoice(Supplier<List<Device>> gpus) {
    this.gpus = gpus;
  }

  /**
   * @param names {@code cpu}, {@code cuda} (the first GPU), {@code cuda:N} or {@code auto}
   * @param where they are from, for messages
   * @throws UserError if a name means no device of this machine
   */
  List<Device> of(List<String> names, String where) {
    Set<Device> chosen = new LinkedHashSet<>();
    for (String name : names) {
      chosen.addAll(of(name.strip().toLowerCase(Locale.ROOT), where));
    }
    if (chosen.size() > 1 && chosen.contains(Device.cpu())) {
      throw UserError.usage(
          where
              + " names the processor beside a GPU. Start a worker for each, or name one of them.");
    }
    return List.copyOf(chosen);
  }

  private List<Device> of(String name, String where) {
    if (name.equals(AUTO)) {
      List<Device> seen = gpus.get();
      return seen.isEmpty() ? List.of(Device.cpu()) : seen;
    }
    if (name.equals(CPU)) {
      return List.of(Device.cpu());
    }
    Matcher cuda = CUDA.matcher(name);
    if (!cuda.matches()) {
      throw UserError.usage(
          where + " must be cpu, cuda:N or auto, or several with commas, but is \"" + name + "\"");
    }
    Device asked = Device.gpu(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
    List<Device> seen = gpus.get();
    if (!seen.contains(asked)) {
      throw UserError.usage(
          where + " asks for " + Torch.name(asked) + ", but PyTorch here sees " + said(seen));
    }
    return List.of(asked);
  }

  private static String said(List<Device> seen) {
    return seen.isEmpty()
        ? "no GPU. `triptych doctor` says why; --device cpu computes on the processor."
        : "only " + seen.stream().map(Torch::name).collect(Collectors.joining(", ")) + ".";
  }
}
