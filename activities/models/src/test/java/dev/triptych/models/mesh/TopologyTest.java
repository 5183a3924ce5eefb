package dev.triptych.models.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TopologyTest {
  @Test
  void keepsTheLargestOfSeveralBodies() {
    Fields.Formula large = Fields.ball(-.4, 0, 0, .4);
    Fields.Formula small = Fields.ball(.6, 0, 0, .2);
    TriangleMesh both =
        MarchingCubes.surface(
            Fields.of((x, y, z) -> Math.max(large.at(x, y, z), small.at(x, y, z))),
            new Grid(2, 40, 1),
            0,
            slice -> {});

    TriangleMesh one = Topology.largestComponent(both);

    assertThat(Topology.eulerCharacteristic(both)).isEqualTo(4);
    assertThat(Topology.eulerCharacteristic(one)).isEqualTo(2);
    assertThat(Topology.closed(one)).isTrue();
    assertThat(one.bounds()[1][0]).isCloseTo(0f, within(.01f));
    double volume = 4 * Math.PI / 3 * Math.pow(.4, 3);
    assertThat(one.volume()).isCloseTo(volume, within(.03 * volume));
  }

  @Test
  void noticesAHole() {
    TriangleMesh sphere =
        MarchingCubes.surface(Fields.sphere(.7), new Grid(2, 16, 1), 0, slice -> {});
    int[] some = Arrays.copyOf(sphere.triangles(), sphere.triangles().length - 3);

    assertThat(Topology.closed(sphere)).isTrue();
    assertThat(Topology.closed(new TriangleMesh(sphere.positions(), some))).isFalse();
  }

  @Test
  void noticesATriangleThatIsTurnedOver() {
    TriangleMesh sphere =
        MarchingCubes.surface(Fields.sphere(.7), new Grid(2, 16, 1), 0, slice -> {});
    int[] turned = sphere.triangles().clone();
    turned[0] = sphere.triangles()[1];
    turned[1] = sphere.triangles()[0];

    assertThat(Topology.closed(new TriangleMesh(sphere.positions(), turned))).isFalse();
  }
}
