package dev.triptych.workflows.portrait;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores of what a model was after some of the steps of its fine-tuning.
 *
 * @param step so many optimiser steps were made
 * @param metrics by name, as at the end
 * @param perStyle of a model of many styles, JSON lines, one for each; else null
 */
public record StepScores(
    int step,
    Map<String, MeanStd> metrics,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ArtifactRef perStyle) {
  public StepScores {
    metrics = Metric.copy(metrics);
  }
}
