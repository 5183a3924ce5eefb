package dev.triptych.mannequin.head;

import java.util.ArrayList;
import java.util.List;

/** The box in space that holds brows, eyes, nose and mouth of every head. */
public final class FaceCorners {
  // Head units: wide enough for the farthest eyes, from above the brows to below the mouth.
  private static final double[] ACROSS = {-.105, .105};
  private static final double[] UP = {-.155, .085};
  private static final double[] FORWARD = {.11, .17};

  private FaceCorners() {}

  /** Its eight corners in the world, [3] each. */
  public static List<double[]> inWorld() {
    List<double[]> corners = new ArrayList<>();
    for (double x : ACROSS) {
      for (double y : UP) {
        for (double z : FORWARD) {
          corners.add(HeadField.world(x, y, z));
        }
      }
    }
    return corners;
  }
}
