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
  private final String origin;
  private final transient List<Flaw> flaws;

  /**
   * @param what is wrong
   * @param where the file, and the place in it
   */
  public WeightsException(String what, String where) {
    this(what, where, where, List.of());
  }

  /** As {@link #WeightsException(String, String)}. */
  public WeightsException(String what, String where, Throwable cause) {
    this(what, where, where, List.of());
    initCause(cause);
  }

  /**
   * Several things that are wrong with a file; the message shows {@value #SHOWN} of them.
   *
   * @param origin the file
   */
  public WeightsException(String what, String origin, List<Flaw> flaws) {
    this(what, list(origin, flaws.stream().map(Flaw::toString).toList()), origin, flaws);
  }

  private WeightsException(String what, String where, String origin, List<Flaw> flaws) {
    super(what + ": " + where);
    this.what = what;
    this.where = where;
    this.origin = origin;
    this.flaws = List.copyOf(flaws);
  }

  static WeightsException of(String origin, List<String> problems) {
    return new WeightsException(
        "The weights do not fit the network", list(origin, problems), origin, List.of());
  }

  private static String list(String origin, List<String> problems) {
    StringBuilder text = new StringBuilder(origin + ", " + problems.size() + " problem(s):");
    problems.stream().limit(SHOWN).forEach(problem -> text.append("\n  ").append(problem));
    if (problems.size() > SHOWN) {
      text.append("\n  … and ").append(problems.size() - SHOWN).append(" more");
    }
    return text.toString();
  }

  /** What is wrong, without its place. */
  public String what() {
    return what;
  }

  /** The file, and its tensors that are wrong. */
  public String where() {
    return where;
  }

  /** The file, and the place in it if the trouble has one place. */
  public String origin() {
    return origin;
  }

  /** What is wrong one by one, where there are several things; else empty. */
  public List<Flaw> flaws() {
    return flaws;
  }
}
