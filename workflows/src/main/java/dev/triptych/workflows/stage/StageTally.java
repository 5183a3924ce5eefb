package dev.triptych.workflows.stage;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts a workflow's stages as they run, for queries and for the record; workflow code only. */
public final class StageTally {
  private final Map<Stage, StageProgress> stages = new LinkedHashMap<>();
  private final List<StageRecord> records = new ArrayList<>();

  public StageTally(Progress expected) {
    expected.stages().forEach(this::put);
    records.addAll(expected.records());
  }

  /** Says that {@code stage} has one more execution than was expected. */
  public void expectOneMore(Stage stage) {
    StageProgress known = stages.get(stage);
    put(
        known == null
            ? StageProgress.pending(stage, 1)
            : new StageProgress(stage, known.state(), known.done(), known.total() + 1));
  }

  /**
   * Counts one execution.
   *
   * @param what names the execution in a failure's message, for instance {@code edit-view
   *     p-10_y+22.5}
   * @return its result, or a failure that names it
   */
  public <T extends StageResult> Promise<T> follow(
      Stage stage, String what, Promise<Staged<T>> execution) {
    begin(stage);
    return execution.handle(
        (staged, failure) -> {
          if (failure != null) {
            throw failed(stage, what, failure);
          }
          return ended(staged);
        });
  }

  /**
   * Counts several executions that one step runs together: they succeed or fail as one.
   *
   * @param what as for {@link #follow}
   * @return their results, or a failure that names them
   */
  public <T extends StageResult> Promise<List<T>> followAll(
      Stage stage, String what, Promise<List<Staged<T>>> executions) {
    begin(stage);
    return executions.handle(
        (staged, failure) -> {
          if (failure != null) {
            throw failed(stage, what, failure);
          }
          return staged.stream().map(this::ended).toList();
        });
  }

  /** Counts what a child has done whose stages these are. */
  public void add(Progress child) {
    for (StageProgress ended : child.stages()) {
      StageProgress before = known(ended.stage());
      int done = Math.min(before.done() + ended.total(), before.total());
      State state = done == before.total() ? State.DONE : State.RUNNING;
      put(new StageProgress(ended.stage(), state, done, before.total()));
    }
  }

  /** Adds what is told about executions that children have counted. */
  public void addRecords(Collection<StageRecord> more) {
    records.addAll(more);
  }

  /** Counts the only execution of a stage and waits for it. */
  public <T extends StageResult> T await(Stage stage, Promise<Staged<T>> execution) {
    return follow(stage, stage.slug(), execution).get();
  }

  /** For queries: of very many executions, only the latest name their artefacts. */
  public Progress progress() {
    return new Progress(List.copyOf(stages.values()), StageRecords.brief(records));
  }

  /** Of the executions that have ended, in that order. */
  List<StageRecord> records() {
    return List.copyOf(records); // steps still running add theirs while these are written down
  }

  private void begin(Stage stage) {
    StageProgress before = known(stage);
    if (before.state() == State.PENDING) {
      put(new StageProgress(stage, State.RUNNING, before.done(), before.total()));
    }
  }

  private TemporalFailure failed(Stage stage, String what, RuntimeException failure) {
    close(stage, StageFailures.cancelled(failure) ? State.CANCELLED : State.FAILED);
    return StageFailures.named(what, failure);
  }

  private <T extends StageResult> T ended(Staged<T> staged) {
    records.add(staged.stage());
    count(staged.stage().stage());
    return staged.result();
  }

  private void count(Stage stage) {
    StageProgress before = known(stage);
    int done = before.done() + 1;
    boolean last = done == before.total() && !before.state().closed();
    put(new StageProgress(stage, last ? State.DONE : before.state(), done, before.total()));
  }

  private void close(Stage stage, State state) {
    StageProgress before = known(stage);
    if (!before.state().closed()) { // the first failure tells; later ones follow from it
      records.add(new StageRecord(stage, null, state, false, 0, List.of()));
      put(new StageProgress(stage, state, before.done(), before.total()));
    }
  }

  private StageProgress known(Stage stage) {
    StageProgress known = stages.get(stage);
    if (known == null) {
      throw new IllegalArgumentException("unexpected stage " + stage);
    }
    return known;
  }

  private void put(StageProgress progress) {
    stages.put(progress.stage(), progress);
  }
}
