package dev.triptych.workflows.experiment;

import dev.triptych.workflows.portrait.Portrait;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.FailureTypes;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.CellOutcome;
import dev.triptych.workflows.tracking.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The state of every cell of a launch. */
final class CellBoard {
  private final List<CellProgress> cells = new ArrayList<>(); // in the spec's order
  private final Map<Cell, Integer> places = new HashMap<>();
  private final @Nullable CellOutcome[] outcomes;
  private final List<FailedCell> failed = new ArrayList<>();

  CellBoard(ExperimentSpec spec) {
    Map<Variant, Progress> stages = new HashMap<>();
    for (Cell cell : spec.cells()) {
      places.put(cell, cells.size());
      Progress expected = stages.computeIfAbsent(cell.variant(), own -> expected(spec, own));
      String dataset = spec.datasetId(cell);
      cells.add(new CellProgress(cell, State.PENDING, dataset, Map.of(), null, expected));
    }
    outcomes = new CellOutcome[cells.size()];
  }

  /** As an earlier execution left it: what its cells have made is known to the store alone. */
  CellBoard(ExperimentSpec spec, Carried carried) {
    this(spec);
    Map<Integer, Failure> failures = new HashMap<>();
    for (FailedCell each : carried.failed()) {
      failures.put(each.place(), each.failure()); // of one that failed again, the last counts
      failed.add(each);
    }
    for (int i = 0; i < cells.size(); i++) {
      State state = carried.cells().at(i);
      if (state.closed()) {
        Failure failure = state == State.FAILED ? failures.get(i) : null;
        CellProgress cell = cells.get(i);
        close(i, new CellOutcome(cell.cell(), state, cell.datasetId(), null, null, failure));
      }
    }
  }

  private static Progress expected(ExperimentSpec spec, Variant variant) {
    return CellStages.ofData(spec, variant).then(CellStages.ofPortrait(spec, variant));
  }

  void begin(Cell cell) {
    put(progress(cell).withState(State.RUNNING));
  }

  void finish(CellOutcome outcome) {
    int place = place(outcome.cell());
    Failure failure = outcome.failure();
    if (failure != null) {
      failed.add(new FailedCell(place, failure));
    }
    close(place, outcome);
  }

  private void close(int place, CellOutcome outcome) {
    CellProgress before = cells.get(place);
    Portrait portrait = outcome.portrait();
    outcomes[place] = outcome.atEnd(); // so that those of all cells fit into a payload
    cells.set(
        place,
        new CellProgress(
            outcome.cell(),
            outcome.state(),
            before.datasetId(),
            portrait == null ? Map.of() : portrait.metrics(),
            outcome.failure(),
            outcome.state() == State.DONE ? before.progress().finished() : before.progress()));
  }

  /** Forgets how cells ended that failed because something they read was damaged. */
  void reopenDamaged() {
    for (int i = 0; i < outcomes.length; i++) {
      if (readDamage(outcomes[i])) {
        outcomes[i] = null;
        put(cells.get(i).withState(State.PENDING).withFailure(null));
      }
    }
  }

  boolean anyDamaged() {
    return Arrays.stream(outcomes).anyMatch(CellBoard::readDamage);
  }

  private static boolean readDamage(@Nullable CellOutcome outcome) {
    Failure failure = outcome == null ? null : outcome.failure();
    return failure != null && failure.type().equals(FailureTypes.CORRUPT_ARTIFACT);
  }

  /** Replaces what is known of a cell. */
  void put(CellProgress cell) {
    cells.set(place(cell.cell()), cell);
  }

  CellProgress at(int place) {
    return cells.get(place);
  }

  CellProgress progress(Cell cell) {
    return cells.get(place(cell));
  }

  private int place(Cell cell) {
    return Objects.requireNonNull(places.get(cell), () -> "no cell " + cell.slug());
  }

  List<CellProgress> progress() {
    return List.copyOf(cells);
  }

  int size() {
    return cells.size();
  }

  /** Cells that are yet to begin, in the spec's order. */
  List<CellProgress> pending() {
    return cells.stream().filter(cell -> cell.state() == State.PENDING).toList();
  }

  CellStates states() {
    return CellStates.of(cells.stream().map(CellProgress::state).toList());
  }

  /** Cells that have failed, in the order in which they did, without the {@code first} ones. */
  List<FailedCell> failedAfter(int first) {
    return List.copyOf(failed.subList(Math.min(first, failed.size()), failed.size()));
  }

  /** In the spec's order, without cells that were never begun. */
  List<CellOutcome> outcomes() {
    return IntStream.range(0, outcomes.length)
        .mapToObj(i -> outcomes[i])
        .filter(Objects::nonNull)
        .toList();
  }

  /** How many cells have ended, whichever way. */
  int closed() {
    return (int) Arrays.stream(outcomes).filter(Objects::nonNull).count();
  }
}
