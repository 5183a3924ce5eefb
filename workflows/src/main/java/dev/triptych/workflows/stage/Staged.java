package dev.triptych.workflows.stage;

/**
 * A stage's result with the record of its execution. An implementation returns {@link #unkeyed};
 * whoever times and memoises the call replaces the record.
 */
public record Staged<T extends StageResult>(StageRecord stage, T result) {
  /** A result that has just been computed, not yet timed nor keyed. */
  public static <T extends StageResult> Staged<T> unkeyed(Stage stage, T result) {
    return new Staged<>(
        new StageRecord(stage, null, State.DONE, false, 0, result.outputs()), result);
  }

  /** The same, having taken so long. */
  public Staged<T> timed(double seconds) {
    return new Staged<>(
        new StageRecord(
            stage.stage(),
            stage.key(),
            stage.state(),
            stage.cached(),
            seconds,
            stage.outputs(),
            stage.renewed()),
        result);
  }
}
