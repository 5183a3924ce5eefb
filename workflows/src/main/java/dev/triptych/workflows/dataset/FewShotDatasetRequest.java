package dev.triptych.workflows.dataset;

import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.ViewsSpec;

/**
 * Asks for D_s of one identity and one style.
 *
 * @param run whose folder takes the stage records
 * @param id of the dataset within the run, for instance {@code an-elf-s0}
 * @param edit with the style's prompt and the noise's seed
 * @param editsInFlight edits that may wait or run at a time: small enough that other steps of the
 *     same queue do not wait behind a whole dataset, large enough to keep all workers busy
 */
public record FewShotDatasetRequest(
    String run,
    String id,
    PriorRef priors,
    IdentitySpec identity,
    ViewsSpec views,
    String style,
    EditSettings edit,
    int editsInFlight) {
  public FewShotDatasetRequest {
    if (editsInFlight < 1) {
      throw new IllegalArgumentException("editsInFlight is below 1: " + editsInFlight);
    }
  }
}
