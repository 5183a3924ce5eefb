package dev.triptych.workflows.priors;

/**
 * The prior set that a launch uses, resolved.
 *
 * @param digest of the set's manifest over its networks and configurations, SHA-256
 */
public record PriorRef(String name, String digest) {}
