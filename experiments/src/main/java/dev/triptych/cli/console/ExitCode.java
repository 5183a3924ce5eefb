package dev.triptych.cli.console;

/** How the command ends; {@code experiments/README.md} documents these for scripts. */
public final class ExitCode {
  /** All is well. */
  public static final int OK = 0;

  /** The run ended, and a portrait or a training failed for no reason that lies around Triptych. */
  public static final int RUN_FAILED = 1;

  /** The command line or the spec is wrong, or names something that is not there. */
  public static final int USAGE = 2;

  /**
   * Something around Triptych is in the way, from the start or to a portrait of a run: a folder, a
   * full disk, a service, a prior set.
   */
  public static final int SURROUNDINGS = 3;

  /** A fault of Triptych itself. */
  public static final int INTERNAL = 70;

  /** Ctrl-C: the run was cancelled and can be resumed. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
