package dev.triptych.cli.console;

import java.util.List;

/** Something that the user can mend; printed without a stack trace. */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final transient List<?> problems;

  /**
   * @param message what is wrong, where, and how to mend it
   * @param exitCode one of {@link ExitCode}
   */
  public UserError(int exitCode, String message) {
    this(exitCode, message, List.of());
  }

  private UserError(int exitCode, String message, List<?> problems) {
    super(message);
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  /** The command line names something wrong. */
  public static UserError usage(String message) {
    return new UserError(ExitCode.USAGE, message);
  }

  /**
   * As above, for several reasons.
   *
   * @param problems one record each, which {@code --json} shows as they are
   */
  public static UserError usage(String message, List<?> problems) {
    return new UserError(ExitCode.USAGE, message, problems);
  }

  /** Something around Triptych is in the way. */
  public static UserError surroundings(String message) {
    return new UserError(ExitCode.SURROUNDINGS, message);
  }

  /** What {@code --json} tells one by one beside the message. */
  public List<?> problems() {
    return problems;
  }

  public int exitCode() {
    return exitCode;
  }
}
