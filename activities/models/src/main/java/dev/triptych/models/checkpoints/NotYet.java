package dev.triptych.models.checkpoints;

final class NotYet {
  private NotYet() {}

  static <T> T of(Object what) {
    throw new UnsupportedOperationException("not yet: " + what);
  }
}
