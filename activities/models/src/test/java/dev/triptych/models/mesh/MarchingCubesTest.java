package dev.triptych.models.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.triptych.models.finite.NonFiniteException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarchingCubesTest {
  private static final Grid GRID = new Grid(2, 48, 1);

  private static TriangleMesh surface(ScalarField field) {
    return MarchingCubes.surface(field, GRID, 0, slice -> {});
  }

  @Test
  void findsASphereWhereItIs() {
    double radius = .7;
    TriangleMesh sphere = surface(Fields.sphere(radius));

    assertThat(Topology.closed(sphere)).isTrue();
    assertThat(Topology.eulerCharacteristic(sphere)).isEqualTo(2);
    // Between neighbouring points a distance is as good as straight: off by h²/8r at most.
    double off = GRID.spacing() * GRID.spacing() / (8 * radius);
    for (int i = 0; i < sphere.positions().length; i += 3) {
      float[] p = sphere.positions();
      assertThat(Math.hypot(Math.hypot(p[i], p[i + 1]), p[i + 2])).isCloseTo(radius, within(off));
    }
    // Flat triangles cut off about as much again.
    double volume = 4 * Math.PI / 3 * Math.pow(radius, 3);
    assertThat(sphere.volume())
        .isLessThan(volume)
        .isCloseTo(volume, within(6 * off / radius * volume));
    // The lines of the grid next to an axis are half a spacing off it on two others: h²/4r.
    float beside = (float) (3 * off);
    for (int axis = 0; axis < 3; axis++) {
      assertThat(sphere.bounds()[0][axis]).isCloseTo((float) -radius, within(beside));
      assertThat(sphere.bounds()[1][axis]).isCloseTo((float) radius, within(beside));
    }
  }

  @Test
  void knowsARingFromABall() {
    TriangleMesh torus = surface(Fields.torus(.6, .25));

    assertThat(Topology.closed(torus)).isTrue();
    assertThat(Topology.eulerCharacteristic(torus)).isZero();
    double volume = 2 * Math.PI * Math.PI * .6 * .25 * .25;
    assertThat(torus.volume()).isCloseTo(volume, within(.02 * volume));
  }

  /** All of the 256 cases, all ambiguous faces, next to each other. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void leavesNoHoleInNoise(long seed) {
    TriangleMesh mesh =
        MarchingCubes.surface(Fields.noise(seed), new Grid(1, 24, 1), 0, slice -> {});

    assertThat(mesh.triangleCount()).isGreaterThan(10_000);
    assertThat(Topology.closed(mesh)).isTrue();
    assertThat(places(mesh)).as("places of vertices").hasSize(mesh.vertexCount());
  }

  private static Set<List<Float>> places(TriangleMesh mesh) {
    Set<List<Float>> places = new HashSet<>();
    for (int i = 0; i < mesh.positions().length; i += 3) {
      float[] p = mesh.positions();
      places.add(List.of(p[i], p[i + 1], p[i + 2]));
    }
    return places;
  }

  @Test
  void closesABodyThatTheBorderCuts() {
    Grid grid = new Grid(2, 48, 6);
    TriangleMesh cut = MarchingCubes.surface(Fields.sphere(1.2), grid, 0, slice -> {});

    assertThat(Topology.closed(cut)).isTrue();
    float last = (float) grid.place(48 - 6);
    assertThat(cut.bounds()[1]).containsOnly(cut.bounds()[1][0]);
    assertThat(cut.bounds()[1][0]).isLessThan(last).isGreaterThan((float) grid.place(48 - 7));
  }

  @Test
  void meetsPointsOfTheGridThatLieOnTheSurface() {
    // The points at 0.5 are exactly on the level.
    TriangleMesh cube =
        MarchingCubes.surface(
            Fields.of((x, y, z) -> .5 - Math.max(Math.abs(x), Math.max(Math.abs(y), Math.abs(z)))),
            new Grid(2, 9, 1),
            0,
            slice -> {});

    assertThat(Topology.closed(cube)).isTrue();
    assertThat(Topology.eulerCharacteristic(cube)).isEqualTo(2);
    assertThat(places(cube)).hasSize(cube.vertexCount());
  }

  @Test
  void isEmptyWhereNothingIs() {
    TriangleMesh nothing = surface(Fields.of((x, y, z) -> -1));

    assertThat(nothing.vertexCount()).isZero();
    assertThat(Topology.largestComponent(nothing).triangleCount()).isZero();
  }

  @Test
  void tellsHowFarItIs() {
    List<Integer> told = new ArrayList<>();
    MarchingCubes.surface(Fields.sphere(.5), new Grid(2, 8, 1), 0, told::add);

    assertThat(told).containsExactly(2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> surface(Fields.of((x, y, z) -> Double.NaN)))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("the density");
    assertThatThrownBy(() -> MarchingCubes.surface(Fields.sphere(1), GRID, Double.NaN, slice -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
