package dev.triptych.workflows.stage;

/**
 * How far one stage is.
 *
 * @param done executions finished, 0 to total
 * @param total executions that the stage consists of: one, or one for each view
 * @param fraction of the work that is done, 0 to 1, with a running execution counted in part where
 *     its heartbeat is known
 */
public record StageProgress(Stage stage, State state, int done, int total, double fraction) {
  public StageProgress(Stage stage, State state, int done, int total) {
    this(stage, state, done, total, (double) done / total);
  }

  /** A stage whose {@code total} executions are all to come. */
  public static StageProgress pending(Stage stage, int total) {
    return new StageProgress(stage, State.PENDING, 0, total);
  }

  public StageProgress finished() {
    return new StageProgress(stage, State.DONE, total, total);
  }

  /** The same with the executions of which {@code part} tells. */
  StageProgress with(StageProgress part) {
    if (part.state() == State.PENDING || state.closed()) {
      return this;
    }
    int all = Math.min(total, done + part.done());
    double work = Math.min(1, fraction + part.fraction() * part.total() / total);
    return new StageProgress(stage, State.RUNNING, all, total, work);
  }

  public StageProgress withFraction(double fraction) {
    return new StageProgress(stage, state, done, total, fraction);
  }
}
