package dev.triptych.worker.notice;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.triptych.workflows.stage.State;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is posted when a run has ended. Others read it: fields may be added, none is removed or
 * renamed without another {@code format}.
 *
 * @param format {@value #FORMAT}
 * @param text all of it in one sentence, under the name that chat services read
 * @param name of the spec
 * @param state done, failed or cancelled
 * @param scores the primary score of each variant; none of one without a finished portrait
 * @param seconds since the run was last launched or resumed
 * @param report path or URL; null if there is none
 */
@JsonPropertyOrder({
  "format", "text", "run", "name", "state", "cells", "scores", "seconds", "report"
})
public record Notice(
    int format,
    String text,
    String run,
    String name,
    State state,
    Cells cells,
    List<Score> scores,
    double seconds,
    @Nullable String report) {
  /** Version of this form. */
  public static final int FORMAT = 1;

  public Notice {
    Objects.requireNonNull(text, "text is null");
    Objects.requireNonNull(run, "run is null");
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(state, "state is null");
    scores = List.copyOf(scores);
  }

  /** How many portraits there are, and how they ended; the others were not finished. */
  public record Cells(int total, int done, int failed) {}

  /**
   * Mean of a metric over the finished portraits of one variant.
   *
   * @param portraits how many these are
   */
  public record Score(String variant, String metric, double mean, int portraits) {}
}
