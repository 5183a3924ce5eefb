package dev.triptych.cli.launch;

import dev.triptych.cli.console.WholeNumber;
import org.jspecify.annotations.Nullable;
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
      description = "Networks at work at a time (default: one for each core, 4 at most).")
  private @Nullable Integer slots;

  int slots() {
    return slots == null ? Math.min(Runtime.getRuntime().availableProcessors(), USUALLY) : slots;
  }
}
