package dev.triptych.workflows.spec;

/**
 * Which network turns the frontal portrait into a triplane.
 *
 * @param kind whose network it is
 * @param spatial whether w_s keeps its spatial dimension k×k
 */
public record GeneratorShape(Method kind, boolean spatial) {}
