package dev.triptych.cli.console;

/** Something that the user can mend; printed without a stack trace. */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * @param message what is wrong, where, and how to mend it
   * @param exitCode one of {@link ExitCode}
   */
  public UserError(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command line names something wrong. */
  public static UserError usage(String message) {
    return new UserError(ExitCode.USAGE, message);
  }

  /** Something around Triptych is in the way. */
  public static UserError surroundings(String message) {
    return new UserError(ExitCode.SURROUNDINGS, message);
  }

  public int exitCode() {
    return exitCode;
  }
}
