package dev.triptych.cli.runs;

import dev.triptych.cli.console.TextTable;
import dev.triptych.cli.console.Words;
import dev.triptych.cli.runs.RunStatus.CellStatus;
import dev.triptych.cli.spec.Warning;
import dev.triptych.workflows.portrait.Metrics;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.tracking.Failure;
import java.util.ArrayList;
import java.util.List;

/** A run's result as a table for people. */
public final class Summary {
  private Summary() {}

  /**
   * One line for each portrait, scores and seconds of work in each stage; then what failed, and
   * what is odd about the spec.
   */
  public static String of(RunStatus status) {
    TextTable table =
        new TextTable(
            2,
            "style",
            "variant",
            "seed",
            "CLIP before",
            "CLIP score",
            "views",
            "edits",
            "pretrain",
            "fine-tune",
            "scoring",
            "seconds");
    for (CellStatus cell : status.cells()) {
      table.row(row(cell));
    }
    StringBuilder text = new StringBuilder(table.toString());
    boolean cached =
        status.cells().stream().flatMap(c -> c.stages().stream()).anyMatch(StageRecord::cached);
    text.append(
        cached ? "Seconds of work; kept results count with the time they once took.\n" : "");
    for (CellStatus cell : status.cells()) {
      Failure failure = cell.failure();
      if (failure != null) {
        text.append('\n').append(cell.cell()).append(" failed: ").append(failure.message());
        text.append('\n');
      }
    }
    if (status.failure() != null) {
      text.append("\nThe run failed: ").append(status.failure().message()).append('\n');
    }
    for (Warning warning : status.warnings()) {
      text.append("\nWarning: ").append(warning.message()).append('\n');
    }
    return text.toString();
  }

  private static List<String> row(CellStatus cell) {
    List<String> row = new ArrayList<>();
    row.add(cell.style());
    row.add(cell.variant());
    row.add(Long.toString(cell.seed()));
    if (cell.metrics().isEmpty()) {
      row.add("");
      row.add(cell.state().slug());
    } else {
      row.add(Words.score(cell.metrics().get(Metrics.CLIP_SCORE_BEFORE)));
      row.add(Words.score(cell.metrics().get(Metrics.CLIP_SCORE)));
    }
    row.add(seconds(cell, Stage.SAMPLE_IDENTITY, Stage.RENDER_VIEWS, Stage.RENDER_PORTRAIT));
    row.add(seconds(cell, Stage.EDIT_VIEW));
    row.add(seconds(cell, Stage.PRETRAIN));
    row.add(seconds(cell, Stage.FINE_TUNE));
    row.add(seconds(cell, Stage.EVALUATE));
    row.add(seconds(cell, Stage.values()));
    return row;
  }

  private static String seconds(CellStatus cell, Stage... stages) {
    List<Stage> wanted = List.of(stages);
    return Words.seconds(
        cell.stages().stream()
            .filter(record -> wanted.contains(record.stage()))
            .mapToDouble(StageRecord::seconds)
            .sum());
  }
}
