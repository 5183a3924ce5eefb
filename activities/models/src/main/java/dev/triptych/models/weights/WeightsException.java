package dev.triptych.models.weights;

import java.util.List;

/**
 * Tensors that do not fit the network or a file that is not what it should be; the message lists
 * every problem.
 */
public final class WeightsException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;

  private final String what;
  private final String where;

  /**
   * @param what is wrong
   * @param where the file, and the place in it
   */
  public WeightsException(String what, String where) {
    super(what + ": " + where);
    this.what = what;
    this.where = where;
  }

  /** As {@link #WeightsException(String, String)}. */
  public WeightsException(String what, String where, Throwable cause) {
    super(what + ": " + where, cause);
    this.what = what;
    this.where = where;
  }

  static WeightsException of(String origin, List<String> problems) {
    StringBuilder text = new StringBuilder(origin + ", " + problems.size() + " problem(s):");
    problems.stream().limit(SHOWN).forEach(problem -> text.append("\n  ").append(problem));
    if (problems.size() > SHOWN) {
      text.append("\n  … and ").append(problems.size() - SHOWN).append(" more");
    }
    return new WeightsException("The weights do not fit the network", text.toString());
  }

  /** What is wrong, without its place. */
  public String what() {
    return what;
  }

  /** The file, and its tensors that are wrong. */
  public String where() {
    return where;
  }
}
