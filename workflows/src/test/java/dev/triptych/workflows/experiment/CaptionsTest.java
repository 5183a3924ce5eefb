package dev.triptych.workflows.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.stage.TrackingRun;
import dev.triptych.workflows.testing.Requests;
import java.nio.charset.StandardCharsets;
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
            - run: `run`
            - report: `/data/runs/run/report.html`
            - tracking: [run 7c0ffee](http://localhost:5000/#/experiments/1/runs/7c0ffee)""");
    assertThat(Captions.links(TRACKED, "https://s3.example.org/report.html"))
        .contains("[report](https://s3.example.org/report.html)");
  }

  @Test
  void saysSomethingOfEveryWorkflowWithoutATracker() {
    Launch launch = Requests.launch("run", List.of("an elf", "a clown"), Variant.OURS);
    TrackingRun untracked = new TrackingRun("run", "an-elf-ours-s0", "run", null);
    Cell cell = launch.spec().cells().get(0);

    assertThat(Captions.details(launch, "s3://bucket/runs/run"))
        .contains("- run: `run`", "- kept in: `s3://bucket/runs/run`", "- styles: an elf, a clown")
        .contains("- seeds: [0]", "- portraits: 2");
    assertThat(Captions.details(launch, null)).doesNotContain("kept in");
    assertThat(Captions.links(untracked, null)).isEqualTo("- run: `run`");
    assertThat(Captions.details(cell, untracked)).contains("**an elf, ours, seed 0**", "`run`");
    assertThat(Captions.datasetDetails(cell, launch))
        .contains("views edited to an elf**, seed 0", "- run: `run`", "- identity: seed");
  }

  @Test
  void staysWithinTemporalsLimits() {
    List<String> styles = List.of("ф".repeat(90), "a very long style ".repeat(9));
    ExperimentSpec spec = ExperimentSpec.paper("long", "mannequin-64", styles);

    assertThat(Captions.summary(spec).getBytes(UTF_8)).hasSizeLessThan(400);
    String step =
        StepOptions.summed(StepOptions.edit(1), "edit p+0 y+0 as " + styles.get(0).repeat(9))
            .getSummary();
    assertThat(step.getBytes(UTF_8)).hasSizeLessThan(400);
    assertThat(step).startsWith("edit p+0 y+0 as ф").endsWith("…");
  }

  @Test
  void cutsBetweenCharacters() {
    for (String style : List.of("\uD840\uDC00".repeat(60), "x" + "\uD840\uDC00".repeat(60))) {
      String summary = Captions.summary(new Cell(style, Variant.OURS, 0));
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(summary)).isTrue();
      assertThat(summary.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(400);
      assertThat(summary).endsWith("…");
    }
  }
}
