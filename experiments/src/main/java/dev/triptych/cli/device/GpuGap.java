package dev.triptych.cli.device;

import dev.triptych.worker.host.NvidiaGpus;
import java.util.Map;
import java.util.Optional;

/**
 * GPUs that the machine has and PyTorch does not see; it would compute on the processor silently.
 */
public final class GpuGap {
  /** How to close it. */
  public static final String MEND =
      "Fetch PyTorch for GPUs: make gpu (Linux on x86-64; in a container, lend it the GPUs). With"
          + " TRIPTYCH_GPU=off the processor is meant.";

  private GpuGap() {}

  /** What is amiss; empty if all is well, or the user wants the processor. */
  public static Optional<String> look(
      int seen, NvidiaGpus machine, Map<String, String> environment) {
    if (environment.getOrDefault("TRIPTYCH_GPU", "").equals("off")) {
      return Optional.empty();
    }
    int there = machine.count();
    return there == 0 || seen > 0
        ? Optional.empty()
        : Optional.of(
            "This machine has "
                + (there == 1 ? "an NVIDIA GPU that" : there + " NVIDIA GPUs, which")
                + " PyTorch does not see; networks run on the processor");
  }
}
