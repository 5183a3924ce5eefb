package dev.triptych.worker.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.Warning;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status RUN --json} prints. Scripts rely on it: fields may be added, none is removed
 * or renamed.
 *
 * @param state pending, running, done, failed, cancelled; interrupted if its process was killed
 * @param spec resolved
 * @param report path or URL; null before the first
 * @param failure what ended the run as a whole; null if its portraits alone have failed, or none
 * @param warnings what is odd about the spec
 * @param updated when the run was last heard of; null if its program did not write that down
 * @param hint why an interrupted run does not go on, and how it would; else null
 * @param notice whether somebody elsewhere was told of the run's end; absent if nobody was to be
 */
public record RunStatus(
    String run,
    String state,
    JsonNode spec,
    List<CellStatus> cells,
    @Nullable String report,
    @Nullable Failure failure,
    List<Warning> warnings,
    @Nullable Instant updated,
    @Nullable String hint,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SentNotice notice) {
  public RunStatus {
    Objects.requireNonNull(run, "run is null");
    Objects.requireNonNull(state, "state is null");
    cells = List.copyOf(cells);
    warnings = warnings == null ? List.of() : List.copyOf(warnings); // written by earlier versions
  }

  /** Of a run of whose end nobody was told. */
  public RunStatus(
      String run,
      String state,
      JsonNode spec,
      List<CellStatus> cells,
      @Nullable String report,
      @Nullable Failure failure,
      List<Warning> warnings,
      @Nullable Instant updated,
      @Nullable String hint) {
    this(run, state, spec, cells, report, failure, warnings, updated, hint, null);
  }

  /**
   * One portrait.
   *
   * @param cell slug, unique in the run
   * @param metrics scores by name; empty until the portrait is done
   * @param failure null unless the portrait failed
   * @param stages executions that have finished, those shared with other portraits included
   * @param progress how far each stage is
   * @param styles scores of each style; empty unless this is one model of many styles
   * @param identity seed of its face if each seed of the run has one of its own; null if all share
   *     one
   * @param scoresAt scores by step of fine-tuning, the last are those of the end; empty unless the
   *     spec asks for such
   */
  public record CellStatus(
      String cell,
      String style,
      String variant,
      long seed,
      State state,
      Map<String, MeanStd> metrics,
      @Nullable Failure failure,
      List<StageRecord> stages,
      List<StageProgress> progress,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StyleStatus> styles,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long identity,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StepStatus> scoresAt) {
    public CellStatus {
      Objects.requireNonNull(cell, "cell is null");
      Objects.requireNonNull(state, "state is null");
      metrics = new TreeMap<>(metrics);
      stages = List.copyOf(stages);
      progress = List.copyOf(progress);
      styles = styles == null ? List.of() : List.copyOf(styles); // written by earlier versions
      scoresAt = scoresAt == null ? List.of() : List.copyOf(scoresAt);
    }

    /** Without scores of single styles or steps. */
    public CellStatus(
        Cell cell,
        State state,
        Map<String, MeanStd> metrics,
        @Nullable Failure failure,
        List<StageRecord> stages,
        List<StageProgress> progress) {
      this(
          cell.slug(),
          cell.style(),
          cell.variant().slug(),
          cell.seed(),
          state,
          metrics,
          failure,
          stages,
          progress,
          List.of(),
          cell.identity(),
          List.of());
    }

    CellStatus stopped() {
      return state != State.RUNNING
          ? this
          : new CellStatus(
              cell,
              style,
              variant,
              seed,
              State.CANCELLED,
              metrics,
              failure,
              stages,
              progress,
              styles,
              identity,
              scoresAt);
    }
  }

  /**
   * One style of a model of many.
   *
   * @param metrics scores by name, over identities that were trained on
   * @param heldOut the same over those that never were
   */
  public record StyleStatus(
      String style, String slug, Map<String, MeanStd> metrics, Map<String, MeanStd> heldOut) {
    public StyleStatus {
      metrics = new TreeMap<>(metrics);
      heldOut = new TreeMap<>(heldOut);
    }
  }

  /**
   * Scores of what a model was after some of the steps of its fine-tuning.
   *
   * @param step so many optimiser steps were made
   * @param metrics by name
   * @param styles scores of each style; empty unless this is one model of many styles
   */
  public record StepStatus(
      int step,
      Map<String, MeanStd> metrics,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StyleStatus> styles) {
    public StepStatus {
      metrics = new TreeMap<>(metrics);
      styles = styles == null ? List.of() : List.copyOf(styles);
    }
  }

  /** The same, written down at another time. */
  public RunStatus at(@Nullable Instant time) {
    return new RunStatus(run, state, spec, cells, report, failure, warnings, time, hint, notice);
  }

  /** The same with advice. */
  public RunStatus withHint(@Nullable String advice) {
    return new RunStatus(
        run, state, spec, cells, report, failure, warnings, updated, advice, notice);
  }

  /** The same with what became of a notice of the run's end. */
  RunStatus withNotice(@Nullable SentNotice sent) {
    return new RunStatus(run, state, spec, cells, report, failure, warnings, updated, hint, sent);
  }

  /**
   * The same with the state that is known by now. If nothing goes on any more, cells that were
   * going on have been cancelled.
   */
  public RunStatus withState(String state) {
    if (state.equals(State.RUNNING.slug())) {
      return new RunStatus(
          run, state, spec, cells, report, failure, warnings, updated, hint, notice);
    }
    return new RunStatus(
        run,
        state,
        spec,
        cells.stream().map(CellStatus::stopped).toList(),
        report,
        failure,
        warnings,
        updated,
        hint,
        notice);
  }
}
