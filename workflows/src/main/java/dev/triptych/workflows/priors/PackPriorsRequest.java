package dev.triptych.workflows.priors;

import java.util.List;

/**
 * Asks for a prior set from its trained parts.
 *
 * @param parts results of all steps, in the order of {@link PriorStep}
 */
public record PackPriorsRequest(String set, long seed, double effort, List<TrainedPrior> parts) {
  public PackPriorsRequest {
    parts = List.copyOf(parts);
  }
}
