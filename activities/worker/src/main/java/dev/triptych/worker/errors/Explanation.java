package dev.triptych.worker.errors;

/**
 * A mendable failure as it reaches the user, for instance out of a failed workflow.
 *
 * @param type simple name of the {@link TriptychException}
 * @param what is wrong
 * @param where the file, folder, field or device
 * @param mend what the user can do
 */
public record Explanation(String type, String what, String where, String mend) {
  public Explanation(TriptychException e) {
    this(e.getClass().getSimpleName(), e.what(), e.where(), e.mend());
  }

  @Override
  public String toString() {
    return what + ": " + where + ". " + mend;
  }
}
