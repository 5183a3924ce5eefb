package dev.triptych.workflows.priors;

import java.util.List;

/**
 * One training of a prior set.
 *
 * @param set name of the recipe, for instance {@code mannequin-64}
 * @param effort scales the recipe's iteration counts; 1 is the recipe
 * @param inputs results of the steps that this one needs
 */
public record TrainPriorRequest(
    String set, PriorStep step, long seed, double effort, List<TrainedPrior> inputs) {
  public TrainPriorRequest {
    inputs = List.copyOf(inputs);
  }
}
