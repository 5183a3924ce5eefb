package dev.triptych.models.mesh;

import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.PlaneLayout;
import java.util.function.IntConsumer;

/**
 * The surface of a head as a mesh.
 *
 * @param grid where its field is looked at
 * @param level the raw density on the surface
 */
public record HeadMesh(Grid grid, double level) {
  /**
   * Metres in a world unit: heads are 0.24 m high then, from the chin to the crown. A picture of
   * EG3D's cameras is 0.633 units high at their distance, and the mannequin's average head 0.40.
   */
  public static final double METRES = .6;

  /** Points of the grid a side that show what there is to see, and take minutes at the most. */
  public static final int RESOLUTION = 256;

  private static final double PUBLIC_LEVEL = 10; // that of EG3D's own scripts

  /** Where the density is twice its scale: half of what the scale allows for inside a head. */
  private static final double LEVEL = 1 + Math.log(Math.exp(2) - 1);

  /**
   * What of the cube's side EG3D's own scripts leave out at each face: it was never in a picture.
   */
  private static final double PUBLIC_BORDER = 30. / 256;

  private static final double AGAINST = .5; // cosine of 60 degrees

  /**
   * How heads of a generator become meshes.
   *
   * @param resolution points of the grid a side
   */
  public static HeadMesh of(Eg3dConfig generator, int resolution) {
    boolean open = !generator.rendering().whiteBackground(); // it may have filled its background
    int border = open ? Math.max(1, (int) (PUBLIC_BORDER * resolution)) : 1;
    return new HeadMesh(
        new Grid(generator.decoder().boxWarp(), resolution, border),
        generator.decoder().layout() == PlaneLayout.PUBLIC_EG3D ? PUBLIC_LEVEL : LEVEL);
  }

  /** The same with another level. */
  public HeadMesh withLevel(double raw) {
    return new HeadMesh(grid, raw);
  }

  /**
   * The largest body in a field, in world units; without any vertex if there is none.
   *
   * @param progress is told how many slices of the grid are done
   * @throws dev.triptych.models.finite.NonFiniteException if a density is NaN or infinite
   */
  public PaintedMesh in(TriplaneField field, IntConsumer progress) {
    TriangleMesh mesh =
        Topology.largestComponent(MarchingCubes.surface(field, grid, level, progress));
    return new PaintedMesh(mesh, normals(field, mesh), field.colours(mesh.positions()));
  }

  /**
   * Against the gradient of the density, [vertices, 3]. Where the border cuts through matter, or
   * there is no gradient, the triangles tell the normal.
   */
  private float[] normals(ScalarField field, TriangleMesh mesh) {
    float[] normals = mesh.normals();
    float[] places = mesh.positions();
    float step = (float) grid.spacing();
    float[][] slopes = new float[3][];
    for (int axis = 0; axis < 3; axis++) {
      float[] before = moved(places, axis, -step);
      float[] after = moved(places, axis, step);
      float[] slope = field.at(before);
      float[] far = field.at(after);
      for (int i = 0; i < slope.length; i++) {
        slope[i] -= far[i];
      }
      slopes[axis] = slope;
    }
    for (int i = 0; i < mesh.vertexCount(); i++) {
      float x = slopes[0][i];
      float y = slopes[1][i];
      float z = slopes[2][i];
      double length = Math.hypot(Math.hypot(x, y), z);
      double along = (x * normals[3 * i] + y * normals[3 * i + 1] + z * normals[3 * i + 2]);
      if (along > AGAINST * length) {
        normals[3 * i] = (float) (x / length);
        normals[3 * i + 1] = (float) (y / length);
        normals[3 * i + 2] = (float) (z / length);
      }
    }
    return normals;
  }

  private static float[] moved(float[] places, int axis, float step) {
    float[] moved = places.clone();
    for (int i = axis; i < moved.length; i += 3) {
      moved[i] += step;
    }
    return moved;
  }
}
