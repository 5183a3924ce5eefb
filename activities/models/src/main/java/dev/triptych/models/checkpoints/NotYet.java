package dev.triptych.models.checkpoints;

final class NotYet {
  private NotYet() {}

  @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"})
  static <T> T of(Object what) {
    throw new UnsupportedOperationException("not yet: " + what);
  }
}
