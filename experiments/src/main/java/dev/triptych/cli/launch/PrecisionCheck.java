package dev.triptych.cli.launch;

import ai.djl.Device;
import dev.triptych.cli.console.UserError;
import dev.triptych.models.torch.Precision;
import dev.triptych.worker.priors.ComputePrecision;
import dev.triptych.workflows.spec.EditPrecision;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Whether the devices of a run that this process computes have the precisions that it asks for. */
final class PrecisionCheck {
  private PrecisionCheck() {}

  /**
   * @param devices of this process; none if others compute, who refuse by themselves
   * @throws UserError that names every setting that no device can follow
   */
  static void check(ExperimentSpec spec, List<Device> devices) {
    Map<String, Precision> asked = new TreeMap<>();
    for (Variant variant : spec.variants()) {
      asked.putAll(asked(spec.settings(variant), variant.slug()));
    }
    List<String> problems = new ArrayList<>();
    asked.forEach(
        (setting, precision) ->
            devices.stream()
                .distinct()
                .filter(device -> !precision.runsOn(device))
                .forEach(device -> problems.add(problem(setting, precision, device))));
    if (!problems.isEmpty()) {
      throw UserError.usage(String.join("\n", problems));
    }
  }

  private static Map<String, Precision> asked(PortraitSettings settings, String variant) {
    EditPrecision edit = settings.edit().precision();
    String whose = " of the variant " + variant;
    return Map.of(
        "edit.precision.unet" + whose, ComputePrecision.of(edit.unet()),
        "edit.precision.vae" + whose, ComputePrecision.of(edit.vae()),
        "edit.precision.text" + whose, ComputePrecision.of(edit.text()),
        "evaluation.precision" + whose, ComputePrecision.of(settings.evaluation().precision()));
  }

  private static String problem(String setting, Precision precision, Device device) {
    String mend =
        precision == Precision.FP16 ? "it needs a GPU; set bf16 or fp32" : "set fp32 instead";
    return String.format(
        Locale.ROOT,
        "%s is %s, which %s does not compute: %s.",
        setting,
        precision,
        device.isGpu() ? "the GPU" : "this processor",
        mend);
  }
}
