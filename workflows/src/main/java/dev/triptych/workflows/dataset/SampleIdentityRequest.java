package dev.triptych.workflows.dataset;

import dev.triptych.workflows.priors.PriorRef;

/** Asks for w ~ W: z from {@code seed}, through the mapping network, truncated by ψ. */
public record SampleIdentityRequest(PriorRef priors, long seed, double truncationPsi) {}
