package dev.triptych.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.experiment.CellProgress;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Estimate estimate = new Estimate(2);

  @Test
  void isSilentUntilEveryKindOfStepThatIsLeftIsMeasured() {
    assertThat(estimate.remaining(run(cell("an elf", 0, 0)), START)).isEmpty();
    assertThat(estimate.remaining(run(cell("an elf", 50, 0, edits(50, 0.2))), later(10)))
        .as("fine-tuning may take minutes or hours")
        .isEmpty();
  }

  @Test
  void multipliesWhatIsLeftByWhatStepsHaveTaken() {
    // Two slots: 100 edits of 0.4 s side by side, then what one portrait alone has left.
    CellProgress done = cell("an elf", 100, 1, edits(100, 0.4, record(Stage.FINE_TUNE, 60)));
    CellProgress next = cell("a clown", 0, 0);

    assertThat(estimate.remaining(run(done, next), later(100)))
        .hasValue(Duration.ofSeconds(20 + 60 + 2 + 2)); // render-views took 2
  }

  @Test
  void dividesByTheSlotsWhenThereIsWorkForAll() {
    CellProgress done = cell("an elf", 100, 1, edits(100, 0.4, record(Stage.FINE_TUNE, 60)));
    CellProgress[] cells = {
      done, cell("1", 100, 0), cell("2", 100, 0), cell("3", 100, 0), cell("4", 100, 0)
    };

    assertThat(estimate.remaining(run(cells), later(100)))
        .hasValue(Duration.ofSeconds(4 * (60 + 2 + 2) / 2));
    assertThat(new Estimate(4).remaining(run(cells), later(100)))
        .hasValue(Duration.ofSeconds(60 + 2 + 2));
  }

  @Test
  void takesTheFirstExecutionsLoadingForNoMeasure() {
    List<StageRecord> slowFirst = edits(9, 0.1, record(Stage.EDIT_VIEW, 300));
    CellProgress cell = cell("an elf", 10, 0.5, slowFirst);

    estimate.remaining(run(cell("an elf", 10, 0.1, slowFirst)), START);
    // 90 edits on two slots, half a fine-tuning of 100 s, rendering and scoring.
    assertThat(estimate.remaining(run(cell), later(40))).hasValue(Duration.ofSeconds(59));
  }

  @Test
  void saysNothingFromKeptResultsAlone() {
    StageRecord kept = new StageRecord(Stage.FINE_TUNE, "k", State.DONE, true, 9000, List.of());

    assertThat(
            estimate.remaining(
                run(cell("an elf", 0, 1, List.of(kept)), cell("a clown", 0, 0)), later(60)))
        .isEmpty();
  }

  @Test
  void expectsAsManyKeptResultsAsThereWereOfLate() {
    List<CellProgress> cells = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      boolean cached = i % 4 != 0; // three of four variants are kept from another run
      StageRecord tuned =
          new StageRecord(Stage.FINE_TUNE, "tuned" + i, State.DONE, cached, 60, List.of());
      StageRecord rendered =
          new StageRecord(Stage.RENDER_PORTRAIT, "seen" + i, State.DONE, cached, 2, List.of());
      StageRecord scored =
          new StageRecord(Stage.EVALUATE, "scored" + i, State.DONE, cached, 2, List.of());
      cells.add(cell("done " + i, 100, 1, List.of(tuned, rendered, scored)));
    }
    for (int i = 0; i < 8; i++) {
      cells.add(cell("left " + i, 100, 0));
    }

    assertThat(estimate.remaining(run(cells.toArray(CellProgress[]::new)), later(100)))
        .hasValue(Duration.ofSeconds(8 * (60 + 2 + 2) / 4 / 2));
  }

  @Test
  void takesWhatAResumedRunBeginsWithForNoSign() {
    StageRecord kept = new StageRecord(Stage.FINE_TUNE, "k", State.DONE, true, 50, List.of());
    CellProgress done = cell("an elf", 100, 1, List.of(kept));
    CellProgress next = cell("a clown", 100, 0, edits(100, 0.4));

    assertThat(estimate.remaining(run(done, next), later(100)))
        .hasValue(Duration.ofSeconds(50 + 2 + 2)); // render-views took 2
  }

  @Test
  void doesNotWaitForPortraitsThatHaveFailed() {
    CellProgress done = cell("an elf", 100, 1, edits(100, 0.4, record(Stage.FINE_TUNE, 60)));
    CellProgress failed =
        new CellProgress(
            new Cell("an orc", Variant.OURS, 0),
            State.FAILED,
            "an-orc-s0",
            Map.of(),
            null,
            cell("an orc", 10, 0).progress());

    assertThat(estimate.remaining(run(done, failed), later(100))).isEmpty();
  }

  @Test
  void observesHowManyWorkOnAService() {
    Estimate onService = new Estimate(0);
    CellProgress[] before = {cell("1", 100, 0, edits(100, 1)), cell("2", 0, 0), cell("3", 0, 0)};
    assertThat(onService.remaining(run(before), START)).isEmpty();
    CellProgress[] after = {
      cell("1", 100, 1, edits(100, 1, record(Stage.FINE_TUNE, 160))),
      cell("2", 100, 0),
      cell("3", 100, 0)
    };

    // 160 s of work within 40 s: four workers, so that the longest portrait counts.
    assertThat(onService.remaining(run(after), later(40))).hasValue(Duration.ofSeconds(164));
  }

  private static Instant later(long seconds) {
    return START.plusSeconds(seconds);
  }

  private static ExperimentProgress run(CellProgress... cells) {
    return new ExperimentProgress(
        "run", State.RUNNING, Progress.pending(List.of()), List.of(cells), null);
  }

  private static CellProgress cell(String style, int edits, double tuned) {
    return cell(style, edits, tuned, List.of());
  }

  /** A portrait whose plain views are rendered, with 100 views to edit. */
  private static CellProgress cell(
      String style, int edits, double tuned, List<StageRecord> records) {
    Cell cell = new Cell(style, Variant.OURS, 0);
    boolean done = tuned == 1;
    List<StageProgress> stages =
        List.of(
            new StageProgress(Stage.RENDER_VIEWS, State.DONE, 1, 1),
            new StageProgress(
                Stage.EDIT_VIEW, edits == 100 ? State.DONE : State.RUNNING, edits, 100),
            new StageProgress(
                Stage.FINE_TUNE,
                done ? State.DONE : tuned > 0 ? State.RUNNING : State.PENDING,
                done ? 1 : 0,
                1,
                tuned),
            done
                ? StageProgress.pending(Stage.RENDER_PORTRAIT, 1).finished()
                : StageProgress.pending(Stage.RENDER_PORTRAIT, 1),
            done
                ? StageProgress.pending(Stage.EVALUATE, 1).finished()
                : StageProgress.pending(Stage.EVALUATE, 1));
    return new CellProgress(
        cell,
        done ? State.DONE : State.RUNNING,
        style + "-s0",
        Map.of(),
        null,
        new Progress(stages, records));
  }

  /** Records of plain views that took 2 s, of edits, and of more. */
  private static List<StageRecord> edits(int count, double seconds, StageRecord... more) {
    List<StageRecord> records = new ArrayList<>(List.of(record(Stage.RENDER_VIEWS, 2)));
    for (int i = 0; i < count; i++) {
      records.add(
          new StageRecord(Stage.EDIT_VIEW, "edit" + i, State.DONE, false, seconds, List.of()));
    }
    records.addAll(List.of(more));
    return records;
  }

  private static StageRecord record(Stage stage, double seconds) {
    return new StageRecord(stage, stage + " " + seconds, State.DONE, false, seconds, List.of());
  }
}
