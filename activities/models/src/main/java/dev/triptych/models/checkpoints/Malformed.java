package dev.triptych.models.checkpoints;

/** Says what is wrong with a part of a file; whoever knows the file turns it into its own error. */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  Malformed(String reason) {
    super(reason);
  }

  /** The reason; never null. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
