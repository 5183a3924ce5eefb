package dev.triptych.cli.runs;

import dev.triptych.cli.console.TextTable;
import dev.triptych.cli.console.Words;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.worker.runs.RunStatus.StepStatus;
import dev.triptych.worker.runs.RunStatus.StyleStatus;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.spec.Warning;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.tracking.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A run's result as a table for people. */
public final class Summary {
  private static final double WORTH_A_COLUMN = .05; // seconds

  // The primary score and where it started; the report has all.
  private static final List<Metric> SHOWN =
      Arrays.stream(Metric.values())
          .filter(metric -> metric == Metric.primary() || metric.isStartOf(Metric.primary()))
          .toList();

  private Summary() {}

  /**
   * One line for each portrait, scores and seconds of work in each stage; then what failed, and
   * what is odd about the spec.
   */
  public static String of(RunStatus status) {
    List<Stage> stages = stages(status);
    boolean ownFaces = status.cells().stream().anyMatch(cell -> cell.identity() != null);
    List<String> head = new ArrayList<>(List.of("style", "variant", "seed"));
    if (ownFaces) {
      head.add("identity");
    }
    SHOWN.forEach(metric -> head.add(metric.title()));
    stages.forEach(stage -> head.add(stage.slug()));
    head.add("seconds");
    TextTable table = new TextTable(2, head.toArray(String[]::new));
    for (CellStatus cell : status.cells()) {
      table.row(row(cell, stages, ownFaces));
    }
    StringBuilder text = new StringBuilder(table.toString());
    boolean cached =
        status.cells().stream().flatMap(c -> c.stages().stream()).anyMatch(StageRecord::cached);
    text.append(
        cached ? "Seconds of work; kept results count with the time they once took.\n" : "");
    for (CellStatus cell : status.cells()) {
      if (!cell.styles().isEmpty()) {
        text.append('\n').append(cell.cell()).append(" by style\n").append(styles(cell));
      }
    }
    text.append(steps(status));
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

  /** The primary score by step of fine-tuning; empty if there is only that of the end. */
  private static String steps(RunStatus status) {
    Metric metric = Metric.primary();
    SortedSet<Integer> steps = new TreeSet<>();
    status.cells().forEach(cell -> cell.scoresAt().forEach(at -> steps.add(at.step())));
    if (steps.isEmpty()) {
      return "";
    }
    List<String> head = new ArrayList<>(List.of("portrait"));
    steps.forEach(step -> head.add(step.toString()));
    TextTable table = new TextTable(1, head.toArray(String[]::new));
    for (CellStatus cell : status.cells()) {
      Map<Integer, StepStatus> at = new TreeMap<>();
      cell.scoresAt().forEach(each -> at.put(each.step(), each));
      if (!at.isEmpty()) {
        List<String> row = new ArrayList<>(List.of(cell.cell()));
        for (int step : steps) {
          StepStatus scores = at.get(step);
          row.add(scores == null ? "" : Words.score(metric.in(scores.metrics())));
        }
        table.row(row);
      }
    }
    return "\n" + metric.title() + " by step\n" + table;
  }

  /** The primary score of each style, over identities that were trained on and over others. */
  private static String styles(CellStatus cell) {
    Metric metric = Metric.primary();
    boolean heldOut = cell.styles().stream().anyMatch(style -> !style.heldOut().isEmpty());
    TextTable table =
        heldOut
            ? new TextTable(1, "style", metric.title(), "held out")
            : new TextTable(1, "style", metric.title());
    for (StyleStatus style : cell.styles()) {
      String trained = Words.score(metric.in(style.metrics()));
      table.row(
          heldOut
              ? List.of(style.style(), trained, Words.score(metric.in(style.heldOut())))
              : List.of(style.style(), trained));
    }
    return table.toString();
  }

  /** Stages that took a while in any cell, in the order in which they run. */
  private static List<Stage> stages(RunStatus status) {
    return Arrays.stream(Stage.values())
        .filter(
            stage ->
                status.cells().stream().anyMatch(cell -> seconds(cell, stage) >= WORTH_A_COLUMN))
        .toList();
  }

  private static List<String> row(CellStatus cell, List<Stage> stages, boolean ownFaces) {
    List<String> row = new ArrayList<>();
    row.add(cell.style());
    row.add(cell.variant());
    row.add(Long.toString(cell.seed()));
    if (ownFaces) {
      row.add(cell.identity() == null ? "" : cell.identity().toString());
    }
    for (Metric metric : SHOWN) {
      boolean first = metric == SHOWN.get(0);
      row.add(
          cell.metrics().isEmpty()
              ? first ? cell.state().slug() : ""
              : Words.score(metric.in(cell.metrics())));
    }
    stages.forEach(stage -> row.add(Words.seconds(seconds(cell, stage))));
    double all = cell.stages().stream().mapToDouble(StageRecord::seconds).sum();
    row.add(Words.seconds(all));
    return row;
  }

  private static double seconds(CellStatus cell, Stage stage) {
    return cell.stages().stream()
        .filter(record -> record.stage() == stage)
        .mapToDouble(StageRecord::seconds)
        .sum();
  }
}
