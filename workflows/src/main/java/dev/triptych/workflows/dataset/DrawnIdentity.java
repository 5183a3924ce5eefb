package dev.triptych.workflows.dataset;

/**
 * One of many faces that are drawn from a seed, and the sides that it is looked at from.
 *
 * @param number of the face, from 0; equal numbers are one face, whatever its style
 * @param views random views beside the frontal one, 0 or more; other styles draw others
 */
public record DrawnIdentity(int number, int views) {
  public DrawnIdentity {
    if (number < 0 || views < 0) {
      throw new IllegalArgumentException("number or views below 0: " + number + ", " + views);
    }
  }
}
