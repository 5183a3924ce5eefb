package dev.triptych.cli.launch;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.workflows.stage.Priorities;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--notify",
      paramLabel = "URL|env:NAME",
      description = {
        "Post a notice when the run has ended, failed or been cancelled, to https://HOST/PATH, or to",
        "the address in the environment variable NAME: on a Temporal service, of its workers",
        "(default: env:TRIPTYCH_NOTIFY_URL if that is set)."
      })
  private @Nullable String notify;

  boolean detach() {
    return detach;
  }

  int priority() {
    return priority;
  }

  /** Who is told of the run's end. */
  NoticeAddress notice(Map<String, String> environment, boolean lasting) {
    return NoticeAddress.of(notify, environment, lasting);
  }

  /**
   * Refuses what cannot be, before anything is written.
   *
   * @param lasting whether there is a service
   */
  void check(Map<String, String> environment, boolean lasting) {
    NoticeAddress address = notice(environment, lasting);
    address.check(environment, lasting);
    if (detach && !lasting) {
      throw UserError.usage(
          "--detach needs a Temporal service with workers: set TEMPORAL_ADDRESS. Without one, the"
              + " work is done by this command itself.");
    }
  }
}
