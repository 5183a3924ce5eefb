package dev.triptych.workflows.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * A grid of views over ±pitchRange × ±yawRange, and the frontal view.
 *
 * @param grid i, views along each axis, 1 to 32; 1 means the frontal view alone
 * @param pitchRange degrees, 0 to 90
 * @param yawRange degrees, 0 to 180
 */
public record ViewsSpec(int grid, double pitchRange, double yawRange, AngleMode angles) {
  private static final double SAME = .1; // degrees

  /** i = 10 (section 4.1), ±30° in both axes. */
  public static ViewsSpec paper() {
    return new ViewsSpec(10, 30, 30, AngleMode.SAMPLER);
  }

  void check(Problems problems) {
    problems.between("grid", grid, 1, 32); // 1024 edits still fit into one workflow's history
    problems.between("pitchRange", pitchRange, 0, 90);
    problems.between("yawRange", yawRange, 0, 180);
    problems.present("angles", angles);
  }

  /**
   * The grid row by row (pitch descending, yaw ascending), then the frontal view unless the grid
   * holds it: an even grid such as the paper's does not.
   */
  public List<ViewAngle> list() {
    List<ViewAngle> views = new ArrayList<>();
    for (int row = 0; row < grid; row++) {
      for (int column = 0; column < grid; column++) {
        views.add(new ViewAngle(spread(grid - 1 - row, pitchRange), spread(column, yawRange)));
      }
    }
    if (!views.contains(ViewAngle.FRONTAL)) {
      views.add(ViewAngle.FRONTAL);
    }
    return List.copyOf(views);
  }

  /** Those of {@link #list()} that are not among the views of {@code other}. */
  public List<ViewAngle> beyond(ViewsSpec other) {
    List<ViewAngle> known = other.angles == angles ? other.list() : List.of(ViewAngle.FRONTAL);
    return list().stream()
        .filter(angle -> known.stream().allMatch(each -> each.distance(angle) > SAME))
        .toList();
  }

  private double spread(int index, double range) {
    if (grid == 1) {
      return 0;
    }
    return range * (2.0 * index / (grid - 1) - 1);
  }
}
