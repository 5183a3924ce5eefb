package dev.triptych.workflows.stage;

/**
 * That results were made anew in spite of what was kept.
 *
 * @param executions that replaced a kept result
 * @param differing those of them whose artefacts came out otherwise
 */
public record Renewed(int executions, int differing) {
  /** A single execution. */
  public static Renewed one(boolean same) {
    return new Renewed(1, same ? 0 : 1);
  }

  public Renewed plus(Renewed other) {
    return new Renewed(executions + other.executions, differing + other.differing);
  }
}
