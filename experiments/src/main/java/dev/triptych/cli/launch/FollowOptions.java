package dev.triptych.cli.launch;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.workflows.stage.Priorities;
import picocli.CommandLine.Option;

/** How a launch on a Temporal service goes on. */
final class FollowOptions {
  /** As Temporal counts them. */
  static final class Priority extends WholeNumber {
    Priority() {
      super(1, 5);
    }
  }

  @Option(
      names = "--detach",
      description = "Only start the run, on a Temporal service; `status` and `resume` follow it.")
  private boolean detach;

  @Option(
      names = "--priority",
      paramLabel = "1-5",
      converter = Priority.class,
      description = "Where workers are few, 1 goes before 5 (default: 3; on a Temporal service).")
  private int priority = Priorities.LAUNCH;

  boolean detach() {
    return detach;
  }

  int priority() {
    return priority;
  }

  /**
   * @param lasting whether there is a service
   */
  void check(boolean lasting) {
    if (detach && !lasting) {
      throw UserError.usage(
          "--detach needs a Temporal service with workers: set TEMPORAL_ADDRESS. Without one, the"
              + " work is done by this command itself.");
    }
  }
}
