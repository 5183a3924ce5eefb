package dev.triptych.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ViewsSpecTest {
  @Test
  void thePapersGridHoldsNoFrontalViewAndGetsOne() {
    List<ViewAngle> views = ViewsSpec.paper().list();
    assertThat(views).hasSize(101).doesNotHaveDuplicates();
    assertThat(views.get(100)).isEqualTo(ViewAngle.FRONTAL);
    assertThat(views.get(0)).isEqualTo(new ViewAngle(30, -30));
    assertThat(views.get(99)).isEqualTo(new ViewAngle(-30, 30));
    assertThat(views.get(1).yaw()).isCloseTo(-23.333, within(1e-3));
  }

  @Test
  void anOddGridHoldsTheFrontalViewAlready() {
    assertThat(new ViewsSpec(3, 20, 30, AngleMode.TRUE).list())
        .hasSize(9)
        .containsOnlyOnce(ViewAngle.FRONTAL);
  }

  @Test
  void aGridOfOneIsTheFrontalView() {
    assertThat(new ViewsSpec(1, 20, 30, AngleMode.TRUE).list()).containsExactly(ViewAngle.FRONTAL);
  }

  @Test
  void everyViewOfTheLargestGridHasItsOwnFileName() {
    List<ViewAngle> views = new ViewsSpec(32, 30, 30, AngleMode.SAMPLER).list();
    assertThat(views.stream().map(ViewAngle::slug)).doesNotHaveDuplicates();
  }

  @Test
  void fileNamesShowWholeOrTenthsOfDegreesWithTheirSigns() {
    assertThat(new ViewAngle(-10, 22.5).slug()).isEqualTo("p-10_y+22.5");
    assertThat(ViewAngle.FRONTAL.slug()).isEqualTo("p+0_y+0");
    assertThat(new ViewAngle(-10 / 3.0, 30).slug()).isEqualTo("p-3.3_y+30");
    assertThat(new ViewAngle(-0.01, 100).slug()).isEqualTo("p+0_y+100");
  }
}
