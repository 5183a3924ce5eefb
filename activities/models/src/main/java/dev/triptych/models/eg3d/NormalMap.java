package dev.triptych.models.eg3d;

import dev.triptych.models.images.Image;
import java.util.Arrays;

/**
 * Which way a surface faces where a camera sees it. A pixel's normal is that of the plane through
 * its point and those of its right and its lower neighbour.
 *
 * @param size pixels a side
 * @param normals unit vectors of the world towards the camera's side of the surface, rows first; an
 *     empty array where a pixel or one of the two neighbours shows no surface
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never changed or compared
public record NormalMap(Camera camera, int size, double[][] normals) {
  private static final double[] LAMP = {
    -.36, .48, .8
  }; // right, up, towards the camera; of length 1
  private static final double DARKEST = .2;
  private static final double LIGHTEST = .96; // so that what is lit is seen before white

  /**
   * The normals of a map's {@link DepthMap#points}.
   *
   * @param points of the world, rows first; empty arrays where there is no surface
   */
  public static NormalMap of(Camera camera, int size, double[][] points) {
    double[][] normals = new double[size * size][];
    Arrays.fill(normals, DepthMap.NONE);
    for (int row = 0; row < size - 1; row++) {
      for (int column = 0; column < size - 1; column++) {
        int i = row * size + column;
        if (points[i].length > 0 && points[i + 1].length > 0 && points[i + size].length > 0) {
          normals[i] = normal(points[i], points[i + 1], points[i + size]);
        }
      }
    }
    return new NormalMap(camera, size, normals);
  }

  private static double[] normal(double[] at, double[] right, double[] below) {
    double[] n = new double[3];
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      n[i] = (below[j] - at[j]) * (right[k] - at[k]) - (below[k] - at[k]) * (right[j] - at[j]);
    }
    double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    return length == 0 ? DepthMap.NONE : new double[] {n[0] / length, n[1] / length, n[2] / length};
  }

  /** Whether a pixel, counted rows first, has a normal. */
  public boolean has(int pixel) {
    return normals[pixel].length > 0;
  }

  /**
   * A picture to look at, as programs for 3D colour normals: red to the picture's right, green up,
   * blue towards the camera, each from −1 (dark) to 1; black where there is no surface.
   */
  public Image picture() {
    int pixels = size * size;
    double[] towards = axes();
    float[] values = new float[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      if (has(i)) {
        for (int channel = 0; channel < 3; channel++) {
          double along = 0;
          for (int axis = 0; axis < 3; axis++) {
            along += towards[3 * channel + axis] * normals[i][axis];
          }
          values[channel * pixels + i] = (float) ((along + 1) / 2);
        }
      }
    }
    return Image.of(values, size, size, Image.Range.UNIT);
  }

  /**
   * The surface as if it were of plaster, in the light of a lamp above and to the left of the
   * camera; white where there is none.
   */
  public Image shaded() {
    int pixels = size * size;
    double[] axes = axes();
    float[] values = new float[3 * pixels];
    Arrays.fill(values, 1);
    for (int i = 0; i < pixels; i++) {
      if (has(i)) {
        double facing = 0;
        for (int j = 0; j < axes.length; j++) {
          facing += LAMP[j / 3] * axes[j] * normals[i][j % 3];
        }
        float grey = (float) (DARKEST + (LIGHTEST - DARKEST) * Math.max(0, facing));
        values[i] = grey;
        values[pixels + i] = grey;
        values[2 * pixels + i] = grey;
      }
    }
    return Image.of(values, size, size, Image.Range.UNIT);
  }

  /** To the right, up and towards the camera, each in the world's axes. */
  private double[] axes() {
    double[] axes = new double[9];
    for (int i = 0; i < 3; i++) {
      axes[i] = camera.label().get(4 * i);
      axes[3 + i] = -camera.label().get(4 * i + 1);
      axes[6 + i] = -camera.label().get(4 * i + 2);
    }
    return axes;
  }
}
