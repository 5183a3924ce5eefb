package dev.triptych.models.checkpoints;

import dev.triptych.models.eg3d.PlaneLayout;
import java.io.IOException;
import java.util.List;

/** Which coordinates the three planes are looked up with, from the axes that the renderer keeps. */
final class Eg3dPlanes {
  private static final int AXES = 3;
  private static final String[] NAMES = {"x", "y", "z"};
  private static final List<String> PUBLIC = List.of("xy", "xz", "zx");
  private static final List<String> ORTHOGONAL = List.of("xy", "xz", "zy");

  private Eg3dPlanes() {}

  /** The layout; the public one, with a reason, if it is none that our renderer knows. */
  static PlaneLayout layout(Eg3dModules modules, List<String> notes) throws IOException {
    Integer depth = modules.at("").whole("triplane_depth");
    modules.refuseIf(
        depth != null && depth > 1,
        "its planes are " + depth + " layers deep, as PanoHead's tri-grids are (triplane_depth)");
    double[] axes = modules.numbers("renderer", "plane_axes");
    if (axes.length == 0) {
      modules.refuse("its renderer does not say how its planes lie (plane_axes)");
      return PlaneLayout.PUBLIC_EG3D;
    }
    List<String> planes = planes(axes);
    if (planes.equals(PUBLIC)) {
      notes.add("Its third plane does not see y, as in all of EG3D's public checkpoints.");
      return PlaneLayout.PUBLIC_EG3D;
    } else if (planes.equals(ORTHOGONAL)) {
      notes.add("Its planes see all pairs of axes, unlike those of EG3D's public checkpoints.");
      return PlaneLayout.ORTHOGONAL;
    }
    modules.refuse(
        (planes.isEmpty() ? "its planes do not lie along the axes" : "its planes lie as " + planes)
            + " (plane_axes); "
            + PUBLIC
            + " and "
            + ORTHOGONAL
            + " are known");
    return PlaneLayout.PUBLIC_EG3D;
  }

  /**
   * A point p is looked up in plane k at the first two of p · A⁻¹, where the rows of A are the
   * plane's axes. These are unit vectors, so that the inverse is the transpose: row i says which
   * coordinate comes as number i.
   */
  private static List<String> planes(double[] axes) {
    if (axes.length != AXES * AXES * AXES) {
      return List.of();
    }
    String[] planes = new String[AXES];
    for (int plane = 0; plane < AXES; plane++) {
      StringBuilder names = new StringBuilder();
      for (int row = 0; row < AXES; row++) {
        int axis = unit(axes, AXES * (AXES * plane + row));
        if (axis < 0 || names.indexOf(NAMES[axis]) >= 0) {
          return List.of();
        }
        names.append(NAMES[axis]);
      }
      planes[plane] = names.substring(0, 2);
    }
    return List.of(planes);
  }

  /** Which unit vector three numbers are, or -1. */
  private static int unit(double[] values, int from) {
    int found = -1;
    for (int i = 0; i < AXES; i++) {
      double value = values[from + i];
      if (value == 1 && found < 0) {
        found = i;
      } else if (value != 0) {
        return -1;
      }
    }
    return found;
  }
}
