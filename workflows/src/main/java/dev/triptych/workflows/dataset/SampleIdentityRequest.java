package dev.triptych.workflows.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.priors.PriorRef;
import org.jspecify.annotations.Nullable;

/**
 * Asks for w ~ W: z from {@code seed}, through the mapping network, truncated by ψ.
 *
 * @param number of one of many faces that the seed stands for; null for its only one
 */
public record SampleIdentityRequest(
    PriorRef priors,
    long seed,
    double truncationPsi,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer number) {
  public SampleIdentityRequest(PriorRef priors, long seed, double truncationPsi) {
    this(priors, seed, truncationPsi, null);
  }
}
