package dev.triptych.models.weights;

import java.util.List;

/**
 * Tensors that do not fit the network or a file that is not what it should be; the message lists
 * every problem.
 */
public final class WeightsException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;

  public WeightsException(String message) {
    super(message);
  }

  public WeightsException(String message, Throwable cause) {
    super(message, cause);
  }

  static WeightsException of(String origin, List<String> problems) {
    StringBuilder text =
        new StringBuilder(
            origin + " does not fit the network, " + problems.size() + " problem(s):");
    problems.stream().limit(SHOWN).forEach(problem -> text.append("\n  ").append(problem));
    if (problems.size() > SHOWN) {
      text.append("\n  … and ").append(problems.size() - SHOWN).append(" more");
    }
    return new WeightsException(text.toString());
  }
}
