package dev.triptych.workflows.mixing;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks for a mixture in several ratios.
 *
 * @param part of the run under which its stages are recorded, see {@link #part(String, String)}
 * @param title for people: {@code an elf to a clown}
 * @param steps from the first style alone to the second alone
 */
public record MixRequest(String run, String part, String title, Mixture mixture, int steps) {
  public static final int FEWEST_STEPS = 2;
  public static final int MOST_STEPS = 33;

  public MixRequest {
    if (steps < FEWEST_STEPS || steps > MOST_STEPS) {
      throw new IllegalArgumentException("a mix has 2 to 33 steps, but not " + steps);
    }
  }

  /**
   * The part of a run that is a mix by one of its models.
   *
   * @param cell slug of the model
   * @param name of the mix
   */
  public static String part(String cell, String name) {
    return parts(cell) + name;
  }

  /** How the parts begin that are mixes by a model. */
  public static String parts(String cell) {
    return "mix/" + cell + "/";
  }

  /** Shares of the second style, from 0 to 1. */
  public List<Double> shares() {
    return IntStream.range(0, steps).mapToObj(step -> (double) step / (steps - 1)).toList();
  }
}
