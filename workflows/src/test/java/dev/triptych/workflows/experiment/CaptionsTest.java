package dev.triptych.workflows.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.stage.TrackingRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionsTest {
  private static final TrackingRun TRACKED =
      new TrackingRun("run", null, "7c0ffee", "http://localhost:5000/#/experiments/1/runs/7c0ffee");

  @Test
  void linksWhatABrowserOpensAndNamesWhatItDoesNot() {
    assertThat(Captions.links(TRACKED, "/data/runs/run/report.html"))
        .isEqualTo(
            """
            - report: `/data/runs/run/report.html`
            - tracking: [run 7c0ffee](http://localhost:5000/#/experiments/1/runs/7c0ffee)""");
    assertThat(Captions.links(TRACKED, "https://s3.example.org/report.html"))
        .contains("[report](https://s3.example.org/report.html)");
    assertThat(Captions.links(new TrackingRun("run", null, "run", null), null)).isEmpty();
  }

  @Test
  void staysWithinTemporalsLimits() {
    List<String> styles = List.of("ф".repeat(90), "a very long style ".repeat(9));
    ExperimentSpec spec = ExperimentSpec.paper("long", "mannequin-64", styles);

    assertThat(Captions.summary(spec).getBytes(UTF_8)).hasSizeLessThan(400);
    String step =
        StepOptions.summed(StepOptions.edit(), "edit p+0 y+0 as " + styles.get(0).repeat(9))
            .getSummary();
    assertThat(step.getBytes(UTF_8)).hasSizeLessThan(400);
    assertThat(step).startsWith("edit p+0 y+0 as ф").endsWith("…");
  }
}
