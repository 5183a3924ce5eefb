package dev.triptych.workflows.spec;

/**
 * Where plain face, edits and portrait are scored: a grid of views that training is not shown. The
 * plain face is rendered and edited there as for training, once for each dataset.
 *
 * <p>The usual grid lies between the lines of the paper's: its views are off by 3.3° in pitch and
 * as much in yaw.
 *
 * @param grid views along each axis, 1 to 32; 1 means the frontal view alone, which training has
 * @param pitchRange degrees, 0 to 90
 * @param yawRange degrees, 0 to 180
 */
public record ScoredViews(int grid, double pitchRange, double yawRange) {
  /** ±20° and ±6.7° in both axes: 16 views, midway between those of ten from -30° to 30°. */
  public static ScoredViews usual() {
    return new ScoredViews(4, 20, 20);
  }

  /** The views, and the frontal one. */
  ViewsSpec views(AngleMode angles) {
    return new ViewsSpec(grid, pitchRange, yawRange, angles);
  }
}
