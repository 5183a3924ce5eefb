package dev.triptych.cli.progress;

import dev.triptych.workflows.experiment.CellProgress;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.priors.PriorStep;
import dev.triptych.workflows.priors.PriorTrainingProgress;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Retry;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far a launch is, for people.
 *
 * @param fraction of all work, 0 to 1, weighed by how long the stages usually take
 * @param unit what is counted: portraits, models, or steps of a training
 * @param total units in all
 * @param done units finished
 * @param failed units failed
 * @param tasks what goes on now
 * @param notes what does not go as it should: steps that are tried again, and why
 */
public record Overview(
    double fraction,
    String unit,
    int total,
    int done,
    int failed,
    List<Task> tasks,
    List<String> notes) {
  public Overview {
    tasks = List.copyOf(tasks);
    notes = List.copyOf(notes);
  }

  /** All goes well. */
  public Overview(double fraction, String unit, int total, int done, int failed, List<Task> tasks) {
    this(fraction, unit, total, done, failed, tasks, List.of());
  }

  /**
   * A running portrait, or work that portraits share.
   *
   * @param name of the portrait
   * @param fraction of the portrait's own and its dataset's work
   * @param step the stage that runs: {@code edit-view 37/101}
   */
  public record Task(String name, double fraction, String step) {}

  public static Overview of(ExperimentProgress progress) {
    List<Task> tasks = new ArrayList<>();
    for (StageProgress stage : progress.shared().stages()) {
      if (stage.state() == State.RUNNING) {
        tasks.add(new Task("for all", stage.fraction(), step(stage)));
      }
    }
    for (CellProgress cell : progress.cells()) {
      if (cell.state() == State.RUNNING) {
        tasks.add(task(cell));
      }
    }
    return new Overview(
        fraction(stages(progress.shared(), progress.cells())),
        "portraits",
        progress.cells().size(),
        count(progress, State.DONE),
        count(progress, State.FAILED),
        tasks);
  }

  /** The same, of things that are called otherwise. */
  public Overview counting(String unit) {
    return new Overview(fraction, unit, total, done, failed, tasks, notes);
  }

  /** Each stage once, although cells share datasets: as the first of them knows it. */
  static List<StageProgress> stages(Progress shared, List<CellProgress> cells) {
    List<StageProgress> distinct = new ArrayList<>(shared.stages());
    Set<String> datasets = new HashSet<>();
    for (CellProgress cell : cells) {
      boolean first = datasets.add(cell.datasetId());
      for (StageProgress stage : cell.progress().stages()) {
        if (first || !stage.stage().scope().ofDataset()) {
          distinct.add(stage);
        }
      }
    }
    return distinct;
  }

  /** The same, with what is told about steps that are tried again. */
  public Overview with(List<Retry> retries) {
    Map<String, List<Retry>> alike = new LinkedHashMap<>();
    for (Retry retry : retries) {
      String why = retry.why().strip().replaceAll("\\s+", " ");
      alike.computeIfAbsent(retry.step() + "\n" + why, k -> new ArrayList<>()).add(retry);
    }
    List<String> told = new ArrayList<>();
    alike.forEach(
        (key, group) -> {
          String[] stepAndWhy = key.split("\n", 2);
          int attempt = group.stream().mapToInt(Retry::attempt).max().orElse(0);
          String several = group.size() > 1 ? " (" + group.size() + " of them)" : "";
          told.add(stepAndWhy[0] + several + ", attempt " + attempt + ": " + stepAndWhy[1]);
        });
    return new Overview(fraction, unit, total, done, failed, tasks, told);
  }

  public static Overview of(PriorTrainingProgress progress) {
    double all = 0;
    double passed = 0;
    int done = 0;
    List<Task> tasks = new ArrayList<>();
    for (PriorTrainingProgress.Step step : progress.steps()) {
      double seconds = seconds(step.step());
      all += seconds;
      passed += seconds * step.fraction();
      done += step.state() == State.DONE ? 1 : 0;
      if (step.state() == State.RUNNING) {
        tasks.add(new Task(step.step().slug(), step.fraction(), percent(step.fraction())));
      }
    }
    return new Overview(passed / all, "steps", progress.steps().size(), done, 0, tasks);
  }

  /** Of a workflow that is steps of one kind: {@code unit} is what they are called. */
  public static Overview of(Progress progress, String unit) {
    int total = progress.stages().stream().mapToInt(StageProgress::total).sum();
    int done = progress.stages().stream().mapToInt(StageProgress::done).sum();
    return new Overview(fraction(progress.stages()), unit, total, done, 0, List.of());
  }

  private static Task task(CellProgress cell) {
    List<StageProgress> stages = cell.progress().stages();
    String step =
        stages.stream()
            .filter(stage -> stage.state() == State.RUNNING)
            .reduce((first, second) -> second)
            .map(Overview::step)
            .orElse("waiting");
    return new Task(cell.cell().slug(), fraction(stages), step);
  }

  private static String step(StageProgress stage) {
    String far = stage.total() > 1 ? stage.done() + "/" + stage.total() : percent(stage.fraction());
    return stage.stage().slug() + " " + far;
  }

  private static String percent(double fraction) {
    return Math.round(100 * fraction) + " %";
  }

  private static int count(ExperimentProgress progress, State state) {
    return (int) progress.cells().stream().filter(cell -> cell.state() == state).count();
  }

  private static double fraction(Collection<StageProgress> stages) {
    double all = 0;
    double done = 0;
    for (StageProgress stage : stages) {
      double weight = stage.stage().usualSeconds() * stage.total();
      all += weight;
      done += weight * stage.fraction();
    }
    return all == 0 ? 0 : done / all;
  }

  /** Of the bundled set's recipe, on two cores. */
  private static double seconds(PriorStep step) {
    return switch (step) {
      case RENDER_PAIRS -> 60;
      case CLIP -> 700;
      case VAE -> 500;
      case UNET -> 1800;
      case MAPPING -> 15;
      case EG3D -> 800;
      case I2T -> 800;
    };
  }
}
