package dev.triptych.models.finite;

/**
 * A weight, loss, picture or score that is NaN or infinite; the message names it. Whatever is
 * computed from it means nothing.
 */
public final class NonFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what begins the sentence that ends with {@code value}, such as {@code The loss is}
   */
  public NonFiniteException(String what, double value) {
    super(what + " " + (Double.isNaN(value) ? "NaN" : value > 0 ? "infinite" : "minus infinite"));
  }
}
