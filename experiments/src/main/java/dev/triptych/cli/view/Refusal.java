package dev.triptych.cli.view;

/**
 * Why a request gets no answer.
 *
 * @param status of HTTP
 * @param words for whoever reads it
 */
record Refusal(int status, String words) {
  static final int BAD = 400;
  static final int FORBIDDEN = 403;
  static final int UNKNOWN = 404;
  static final int METHOD = 405;
  static final int TOO_LARGE = 413;
  static final int TOO_LONG = 414;
  static final int FAULT = 500;
  static final int BUSY = 503;

  /** Thrown where a request is read. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    Refused(int status, String words) {
      super(words);
      this.refusal = new Refusal(status, words);
    }

    Refusal refusal() {
      return refusal;
    }
  }
}
