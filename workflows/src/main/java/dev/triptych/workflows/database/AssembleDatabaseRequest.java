package dev.triptych.workflows.database;

import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.TrainedOnSpec;
import java.util.List;

/**
 * Asks for the manifest of a database.
 *
 * @param pages one for each style, in the spec's order
 */
public record AssembleDatabaseRequest(PriorRef priors, TrainedOnSpec trainedOn, List<Page> pages) {
  public AssembleDatabaseRequest {
    pages = List.copyOf(pages);
  }
}
