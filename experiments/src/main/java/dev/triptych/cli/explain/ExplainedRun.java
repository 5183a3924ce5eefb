package dev.triptych.cli.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.triptych.workflows.stage.Renewed;
import dev.triptych.workflows.stage.Stage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code explain --json} prints.
 *
 * @param compared how much of what is kept was looked at, of stages that needed a reason
 */
record ExplainedRun(String run, List<ExplainedCell> cells, List<Compared> compared) {
  ExplainedRun {
    cells = List.copyOf(cells);
    compared = List.copyOf(compared);
  }

  /**
   * @param looked kept results that were compared
   * @param kept all that there were
   */
  record Compared(Stage stage, int looked, int kept) {}

  /**
   * @param dataset id of the dataset that it was made from, which cells may share
   */
  record ExplainedCell(String cell, String dataset, List<ExplainedStage> stages) {
    ExplainedCell {
      stages = List.copyOf(stages);
    }
  }

  /**
   * The executions of a stage that a cell rests on.
   *
   * @param ran by the last launch of the run
   * @param taken from the store by that launch
   * @param failed or cancelled in that launch, the first of them
   * @param seconds of work
   * @param sources who made the results
   * @param renewed what the last launch made anew in spite of what was kept; null if nothing
   * @param reasons why results that this run made were not taken from what was kept by then
   * @param notKept results that are not kept any more
   * @param notLookedAt results that were too many to look at
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ExplainedStage(
      Stage stage,
      int executions,
      int ran,
      int taken,
      int failed,
      double seconds,
      List<Source> sources,
      @Nullable Renewed renewed,
      List<Reason> reasons,
      int notKept,
      int notLookedAt) {
    ExplainedStage {
      sources = List.copyOf(sources);
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Who made results.
   *
   * @param run null if they were kept before runs were noted
   * @param host on which they were made
   * @param device null if it was not noted
   * @param processor null if it was not noted
   * @param first when the first of them was finished, ISO-8601
   * @param last when the last was
   * @param seconds of work, of all of them
   */
  record Source(
      @Nullable String run,
      String host,
      @Nullable String device,
      @Nullable String processor,
      int count,
      String first,
      String last,
      double seconds) {
    Source plus(Source other) {
      return new Source(
          run,
          host,
          device,
          processor,
          count + other.count,
          first.compareTo(other.first) <= 0 ? first : other.first,
          last.compareTo(other.last) >= 0 ? last : other.last,
          seconds + other.seconds);
    }
  }

  /**
   * Why results had to be made.
   *
   * @param count of how many
   * @param kind what the reason is
   * @param nearest the kept result with the fewest other inputs; null if there was none
   * @param differences between its inputs and those of this run's
   * @param otherwise names of artefacts that are not what they were before they were made anew
   * @param keys of the results, some if they are many
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Reason(
      int count,
      Kind kind,
      @Nullable Kept nearest,
      List<Difference> differences,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> otherwise,
      List<String> keys) {
    private static final int KEYS = 20;

    Reason {
      differences = List.copyOf(differences);
      otherwise = List.copyOf(otherwise);
      keys = List.copyOf(keys);
    }

    /** Of one result. */
    static Reason of(Kind kind, @Nullable Kept nearest, List<Difference> differences, String key) {
      return new Reason(1, kind, nearest, differences, List.of(), List.of(key));
    }

    /** Of one result that was made anew. */
    static Reason again(List<String> otherwise, String key) {
      Kind kind = otherwise.isEmpty() ? Kind.AGAIN : Kind.AGAIN_OTHERWISE;
      return new Reason(1, kind, null, List.of(), otherwise, List.of(key));
    }

    Reason plus(Reason other) {
      List<String> some = Stream.concat(keys.stream(), other.keys.stream()).limit(KEYS).toList();
      return new Reason(count + other.count, kind, nearest, differences, otherwise, some);
    }
  }

  /** Kinds of reasons. */
  enum Kind {
    /** Nothing of the stage was kept by then, as far as was looked. */
    FIRST,
    /** Other inputs than all that was kept. */
    OTHER_INPUTS,
    /** By {@code --again}, with the same bits. */
    AGAIN,
    /** By {@code --again}, with other bits. */
    AGAIN_OTHERWISE;

    @JsonValue
    String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A kept result.
   *
   * @param run null if it was kept before runs were noted
   */
  record Kept(@Nullable String run, String host) {}
}
