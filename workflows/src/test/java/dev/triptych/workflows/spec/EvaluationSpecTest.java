package dev.triptych.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationSpecTest {
  private static final EvaluationSpec PAPER = EvaluationSpec.paper();

  @Test
  void theUsualViewsLieMidwayBetweenThoseOfTraining() {
    List<ViewAngle> trained = ViewsSpec.paper().list();
    List<ViewAngle> keptOut = PAPER.keptOut(ViewsSpec.paper());

    assertThat(keptOut).hasSize(16).doesNotContain(ViewAngle.FRONTAL);
    assertThat(keptOut)
        .allSatisfy(
            angle -> {
              assertThat(trained)
                  .allMatch(known -> Math.abs(known.yaw() - angle.yaw()) > 3.3)
                  .allMatch(known -> Math.abs(known.pitch() - angle.pitch()) > 3.3);
              assertThat(trained.stream().mapToDouble(angle::distance).min().orElseThrow())
                  .isCloseTo(4.714, within(.001));
            });
  }

  @Test
  void viewsThatTrainingHasAreNotKeptOut() {
    assertThat(scoring(new ScoredViews(2, 30, 30)).keptOut(ViewsSpec.paper())).isEmpty();
    assertThat(scoring(new ScoredViews(3, 30, 30)).keptOut(ViewsSpec.paper()))
        .hasSize(4) // the middles of the edges: an even grid has none
        .allMatch(angle -> angle.pitch() == 0 || angle.yaw() == 0);
  }

  @Test
  void otherAnglesAreOtherDirections() {
    ViewsSpec trained = new ViewsSpec(2, 30, 30, AngleMode.TRUE);

    assertThat(scoring(new ScoredViews(2, 30, 30)).keptOut(trained)).hasSize(4);
  }

  private static EvaluationSpec scoring(ScoredViews scored) {
    return new EvaluationSpec(
        PAPER.views(), PAPER.captionTemplate(), PAPER.neutralCaption(), PAPER.precision(), scored);
  }
}
