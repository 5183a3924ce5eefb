package dev.triptych.models.priors;

/**
 * A prior set that is missing, damaged or not understood; the message says what, where and how to
 * mend it.
 */
public final class PriorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PriorException(String message) {
    super(message);
  }

  public PriorException(String message, Throwable cause) {
    super(message, cause);
  }
}
