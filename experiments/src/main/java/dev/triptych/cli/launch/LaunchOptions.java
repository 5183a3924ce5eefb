package dev.triptych.cli.launch;

import dev.triptych.cli.console.UserError;
import picocli.CommandLine.Option;

/** How a launch uses this machine. */
final class LaunchOptions {
  // Small tensors train fastest with one thread each, and each training wants its own memory.
  private static final int MOST = 4;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Networks at work at a time (default: one for each core, 4 at most).")
  private int slots;

  int slots() {
    if (slots < 0) {
      throw UserError.usage("--slots must be at least 1, but is " + slots);
    }
    int cores = Runtime.getRuntime().availableProcessors();
    return slots == 0 ? Math.min(cores, MOST) : slots;
  }
}
