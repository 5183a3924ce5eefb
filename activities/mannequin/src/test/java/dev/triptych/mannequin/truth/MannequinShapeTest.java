package dev.triptych.mannequin.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.mannequin.head.HeadField;
import dev.triptych.mannequin.training.MannequinTraining;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.mesh.Grid;
import dev.triptych.models.mesh.HeadMesh;
import dev.triptych.models.mesh.MarchingCubes;
import dev.triptych.models.mesh.PaintedMesh;
import dev.triptych.models.mesh.Topology;
import dev.triptych.models.mesh.TriangleMesh;
import dev.triptych.models.mesh.TriplaneField;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.torch.GradMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Meshes against the head that is known. */
class MannequinShapeTest {
  private static final double PSI = .7;
  private static final float[] Z = new CounterNoise(3).at("identity").gaussian(0, 64);
  private static final HeadField KNOWN = new HeadField(MannequinHead.look(Z, PSI));
  private static final int RESOLUTION = 72;

  private static final double SIDE = .7; // of the cube that the planes span
  private static final int FINER = 113; // points a side that tell the known head's volume
  private static final Body BODY = Body.of(KNOWN, FINER);

  private static PaintedMesh learned;
  private static HeadMesh settings;

  @BeforeAll
  static void extract() {
    try (Networks networks = new Networks(PriorSet.find(MannequinTraining.SET, null));
        GradMode off = GradMode.off();
        NDManager scope = networks.newManager()) {
      Eg3dGenerator generator = networks.generator();
      NDArray planes = generator.planes(generator.ws(scope.create(Z, new Shape(1, 64)), PSI));
      settings = HeadMesh.of(generator.config(), RESOLUTION);
      learned = settings.in(new TriplaneField(generator.decoder(), planes), slice -> {});
    }
  }

  @AfterAll
  static void forget() {
    learned = null;
  }

  /** Marching cubes alone: the head's own density, against points of a finer grid. */
  @Test
  void theKnownDensityGivesTheKnownHead() {
    TriangleMesh mesh =
        MarchingCubes.surface(
            points -> {
              float[] densities = new float[points.length / 3];
              KNOWN.density(points, densities);
              return densities;
            },
            settings.grid(),
            HeadField.DENSITY / 2,
            slice -> {});

    assertThat(Topology.closed(mesh)).isTrue();
    assertThat(mesh.volume()).isCloseTo(BODY.volume(), within(.01 * BODY.volume()));
    compareBounds(mesh, BODY, settings.grid().spacing());
  }

  /**
   * What the generator has learned of it, to a texel of its planes; in the mean it is off by less
   * than a third of a pixel of its portraits, which are 64 a side.
   */
  @Test
  void theSampledIdentityHasTheShapeOfItsHead() {
    TriangleMesh mesh = learned.mesh();
    float[] distances = new float[mesh.vertexCount()];
    KNOWN.sdf(mesh.positions(), distances);
    double sum = 0;
    for (float distance : distances) {
      sum += Math.abs(distance);
    }

    assertThat(Topology.closed(mesh)).isTrue();
    assertThat(Topology.eulerCharacteristic(mesh)).isEqualTo(2);
    assertThat(mesh.volume()).isCloseTo(BODY.volume(), within(.05 * BODY.volume()));
    compareBounds(mesh, BODY, SIDE / 32);
    assertThat(sum / distances.length).as("distance from the surface").isLessThan(.633 / 64 / 3);
  }

  /** Between points of the grid the known head may go on for up to a spacing. */
  private static void compareBounds(TriangleMesh mesh, Body body, double off) {
    double tolerance = off + SIDE / (FINER - 1);
    for (int axis = 0; axis < 3; axis++) {
      assertThat(mesh.bounds()[0][axis])
          .isCloseTo(body.bounds()[0][axis], within((float) tolerance));
      assertThat(mesh.bounds()[1][axis])
          .isCloseTo(body.bounds()[1][axis], within((float) tolerance));
    }
  }

  @Test
  void normalsPointOutOfTheHead() {
    float[] places = learned.mesh().positions();
    float[] outside = new float[places.length];
    float[] inside = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      outside[i] = places[i] + .01f * learned.normals()[i];
      inside[i] = places[i] - .01f * learned.normals()[i];
    }
    float[] far = new float[places.length / 3];
    float[] near = new float[places.length / 3];
    KNOWN.sdf(outside, far);
    KNOWN.sdf(inside, near);
    int right = 0;
    for (int i = 0; i < far.length; i++) {
      right += far[i] > near[i] ? 1 : 0;
    }
    assertThat(right / (double) far.length).isGreaterThan(.99);
  }

  @Test
  void coloursAreThoseOfTheHeadInItsLight() {
    float[] known = new float[learned.colours().length];
    KNOWN.shaded(learned.mesh().positions(), known);
    double sum = 0;
    for (int i = 0; i < known.length; i++) {
      sum += Math.abs(known[i] - learned.colours()[i]);
    }
    assertThat(sum / known.length).isLessThan(.09);
  }

  /** The points of a grid that are inside of a head. */
  private record Body(double volume, float[][] bounds) {
    static Body of(HeadField head, int resolution) {
      Grid grid = new Grid(.7, resolution, 1);
      double h = grid.spacing();
      int inside = 0;
      float[][] bounds = {{1, 1, 1}, {-1, -1, -1}};
      float[] points = new float[3 * resolution * resolution];
      float[] distances = new float[resolution * resolution];
      for (int k = 0; k < resolution; k++) {
        for (int i = 0; i < distances.length; i++) {
          points[3 * i] = (float) (-.35 + h * (i % resolution));
          points[3 * i + 1] = (float) (-.35 + h * (i / resolution));
          points[3 * i + 2] = (float) (-.35 + h * k);
        }
        head.sdf(points, distances);
        for (int i = 0; i < distances.length; i++) {
          if (distances[i] < 0) {
            inside++;
            for (int axis = 0; axis < 3; axis++) {
              bounds[0][axis] = Math.min(bounds[0][axis], points[3 * i + axis]);
              bounds[1][axis] = Math.max(bounds[1][axis], points[3 * i + axis]);
            }
          }
        }
      }
      return new Body(inside * h * h * h, bounds);
    }
  }
}
