package dev.triptych.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewsSpecTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 5", "3, 9", "4, 17", "5, 25", "10, 101"})
  void addsTheFrontalViewOnlyToGridsWithoutIt(int grid, int views) {
    assertThat(new ViewsSpec(grid, 30, 30, AngleMode.TRUE).list())
        .hasSize(views)
        .doesNotHaveDuplicates()
        .contains(ViewAngle.FRONTAL);
  }
}
