package dev.triptych.workflows.dataset;

/**
 * Views at random angles within the range of a grid, and the frontal view.
 *
 * @param seed of the angles
 * @param stream names whose angles they are among those of the same seed
 * @param count beside the frontal view
 */
public record DrawnViews(long seed, String stream, int count) {}
